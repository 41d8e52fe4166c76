package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DeadLetterCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes batches of changes into the target, guarded by their versions.
 *
 * <p>The result does not depend on the order in which changes arrive, nor on how often they do. A
 * completion states that the target has the change or a version that is not older. A change that
 * the target finally rejects becomes a dead letter with the merged change. A change that is
 * rejected because of another row is parked until that row arrives or a time limit ends; other
 * changes are written meanwhile. While the target is not available, the step blocks, and with it
 * the source.
 */
public final class UpsertRows
    extends PTransform<PCollection<ChangeBatch>, StageOutput<Completion>> {
  private static final long serialVersionUID = 1;

  private final transient PortageConfig config;
  private final transient SerializableBiFunction<Change, Change, Change> merge;
  private final transient boolean bounded;
  private final transient UpsertDependencies upsertDependencies;

  private UpsertRows(
      PortageConfig config,
      SerializableBiFunction<Change, Change, Change> merge,
      boolean bounded,
      UpsertDependencies upsertDependencies) {
    this.config = config;
    this.merge = merge;
    this.bounded = bounded;
    this.upsertDependencies = upsertDependencies;
  }

  /**
   * Returns a step that writes into the configured target.
   *
   * @param merge merges two changes of one key, in either order
   */
  public static UpsertRows into(
      PortageConfig config, SerializableBiFunction<Change, Change, Change> merge) {
    return new UpsertRows(config, merge, false, UpsertDependencies.REAL);
  }

  /**
   * Returns this step for a bounded or an unbounded run.
   *
   * @param hasEnd true if the run has an end, false by default; the time limit of parked rows then
   *     begins at that end
   */
  public UpsertRows bounded(boolean hasEnd) {
    return new UpsertRows(config, merge, hasEnd, upsertDependencies);
  }

  /** Returns this step with other dependencies, for tests. */
  UpsertRows with(UpsertDependencies replaced) {
    return new UpsertRows(config, merge, bounded, replaced);
  }

  /** The shard of a batch. A shard, and so a key, has one writer at any time. */
  private static final class ShardOf implements SerializableFunction<ChangeBatch, Integer> {
    private static final long serialVersionUID = 1;

    @Override
    public Integer apply(ChangeBatch batch) {
      return batch.shard();
    }
  }

  @Override
  public StageOutput<Completion> expand(PCollection<ChangeBatch> batches) {
    PCollectionTuple written = write("Key by shard", "Write", batches, false);
    PCollection<ChangeBatch> left = written.get(UpsertFn.LAST).setCoder(ChangeBatchCoder.of());
    PCollectionTuple last = write("Key what is left", "Write what is left", left, true);
    last.get(UpsertFn.LAST).setCoder(ChangeBatchCoder.of());
    PCollection<Completion> done =
        PCollectionList.of(written.get(UpsertFn.DONE).setCoder(CompletionCoder.of()))
            .and(last.get(UpsertFn.DONE).setCoder(CompletionCoder.of()))
            .apply("Written", Flatten.pCollections());
    PCollection<DeadLetter> dead =
        PCollectionList.of(written.get(UpsertFn.DEAD).setCoder(DeadLetterCoder.of()))
            .and(last.get(UpsertFn.DEAD).setCoder(DeadLetterCoder.of()))
            .apply("Refused", Flatten.pCollections());
    return StageOutput.of(done, dead, null);
  }

  private PCollectionTuple write(
      String keyed, String name, PCollection<ChangeBatch> batches, boolean last) {
    return batches
        .apply(keyed, WithKeys.of(new ShardOf()))
        .setCoder(KvCoder.of(VarIntCoder.of(), ChangeBatchCoder.of()))
        .apply(
            name,
            ParDo.of(new UpsertFn(config, merge, bounded, last, upsertDependencies))
                .withOutputTags(UpsertFn.DONE, TupleTagList.of(UpsertFn.DEAD).and(UpsertFn.LAST)));
  }
}
