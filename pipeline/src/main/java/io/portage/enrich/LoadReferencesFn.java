package io.portage.enrich;

import io.portage.metrics.Ledger;
import io.portage.model.Stage;
import java.time.Clock;
import java.util.List;
import org.apache.beam.sdk.state.StateSpec;
import org.apache.beam.sdk.state.StateSpecs;
import org.apache.beam.sdk.state.ValueState;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Emits the known references at the start; at each tick reads the references that are due and emits
 * all of them.
 *
 * <p>The last good content is kept in state, so that it survives a restart during which a reference
 * cannot be read.
 */
final class LoadReferencesFn extends DoFn<KV<Integer, Long>, ReferenceSnapshot> {
  private static final long serialVersionUID = 1;

  @StateId("last")
  @SuppressWarnings("unused") // Beam finds it by reflection.
  private final StateSpec<ValueState<ReferenceSnapshot>> lastSpec =
      StateSpecs.value(ReferenceSnapshotCoder.of());

  private final List<ReferenceSpec> specs;
  private final FirstLoad first;
  private final Clock clock;
  private transient ReferenceLoader loader;
  private transient boolean hasEmitted;

  /** The time of the first read. */
  enum FirstLoad {
    /** At the first tick; nothing is emitted before. */
    AT_ONCE,
    /** At the first tick, after the content in the state is emitted. */
    AFTER_KNOWN_CONTENT,
    /** At the second tick; the first tick emits the content in the state. */
    NEXT_TICK
  }

  LoadReferencesFn(List<ReferenceSpec> specs, FirstLoad first, Clock clock) {
    this.specs = specs;
    this.first = first;
    this.clock = clock;
  }

  @Setup
  public void setup() {
    loader =
        new ReferenceLoader(
            specs,
            ReferenceReader::readFromSource,
            clock,
            () -> Ledger.counter(Stage.ENRICH, "refreshFailed").inc());
    hasEmitted = false;
  }

  @ProcessElement
  public void load(
      @StateId("last") ValueState<ReferenceSnapshot> state, OutputReceiver<ReferenceSnapshot> out) {
    ReferenceSnapshot known = state.read();
    ReferenceSnapshot last = known == null ? ReferenceSnapshot.NONE : known;
    if (!hasEmitted && (first != FirstLoad.AT_ONCE || !loader.isDue(last))) {
      // After a restart, rows must not wait for the side input until a reference is due. A read may
      // take minutes, and with an early side input rows wait for it in the enriching step.
      out.output(last);
      hasEmitted = true;
      if (first == FirstLoad.NEXT_TICK) {
        return;
      }
    }
    if (loader.isDue(last)) {
      ReferenceSnapshot next = loader.load(last);
      state.write(next);
      out.output(next);
      hasEmitted = true;
    }
  }
}
