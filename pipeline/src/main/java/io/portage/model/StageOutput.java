package io.portage.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/**
 * The output of a stage: its main output, and dead letters and completions as side outputs.
 *
 * <p>All outputs are in the global window with the default trigger, so that the side outputs of all
 * stages can be flattened.
 *
 * @param <T> the elements of the main output
 */
public final class StageOutput<T> implements POutput {
  private final PCollection<T> changes;
  private final @Nullable PCollection<DeadLetter> dead;
  private final @Nullable PCollection<Completion> done;

  private StageOutput(
      PCollection<T> changes,
      @Nullable PCollection<DeadLetter> dead,
      @Nullable PCollection<Completion> done) {
    this.changes = changes;
    this.dead = dead;
    this.done = done;
  }

  /**
   * The output of a stage.
   *
   * @param changes the main output
   * @param dead the dead letters; null if the stage has none
   * @param done the completions; null if the stage has none
   */
  public static <T> StageOutput<T> of(
      PCollection<T> changes,
      @Nullable PCollection<DeadLetter> dead,
      @Nullable PCollection<Completion> done) {
    return new StageOutput<>(changes, dead, done);
  }

  /** Adds the side outputs to {@code sides} and returns the main output. */
  public PCollection<T> sidesTo(SideOutputs sides) {
    if (dead != null) {
      sides.dead.add(dead);
    }
    if (done != null) {
      sides.done.add(done);
    }
    return changes;
  }

  @Override
  public Pipeline getPipeline() {
    return changes.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    Map<TupleTag<?>, PValue> all = new java.util.LinkedHashMap<>(changes.expand());
    if (dead != null) {
      all.putAll(dead.expand());
    }
    if (done != null) {
      all.putAll(done.expand());
    }
    return all;
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {}

  /** Collects the side outputs of all stages while the graph is built. Not thread-safe. */
  public static final class SideOutputs {
    private final List<PCollection<DeadLetter>> dead = new ArrayList<>();
    private final List<PCollection<Completion>> done = new ArrayList<>();

    /** All dead letters so far. */
    public PCollectionList<DeadLetter> dead() {
      return PCollectionList.of(dead);
    }

    /** All completions so far. */
    public PCollectionList<Completion> done() {
      return PCollectionList.of(done);
    }
  }
}
