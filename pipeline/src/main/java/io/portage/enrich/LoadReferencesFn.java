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
import org.jspecify.annotations.Nullable;

/**
 * Tells at once what is known, reads at each tick what is due, and tells all references then.
 *
 * <p>The last good content is state, so that it outlives a restart during which a reference cannot
 * be read.
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
  private transient @Nullable ReferenceLoader loader;
  private transient boolean hasTold;

  /** When the references are read for the first time. */
  enum FirstLoad {
    /** With the first tick, and nothing is told before. */
    AT_ONCE,
    /** With the first tick, and what is known without that is told before. */
    BEHIND_THE_KNOWN,
    /** With the second tick; the first one tells what is known. */
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
            ReferenceReader::readFromAnywhere,
            clock,
            () -> Ledger.counter(Stage.ENRICH, "refreshFailed").inc());
    hasTold = false;
  }

  @ProcessElement
  public void load(
      @StateId("last") ValueState<ReferenceSnapshot> state, OutputReceiver<ReferenceSnapshot> out) {
    ReferenceSnapshot known = state.read();
    ReferenceSnapshot last = known == null ? ReferenceSnapshot.NONE : known;
    if (!hasTold && (first != FirstLoad.AT_ONCE || !loader.isDue(last))) {
      // After a restart whoever waits for the side input must not wait until something is due. And
      // Flink keeps rows in its state until there is a side input, and a reading may take
      // minutes: so what is known is told ahead, and rows wait where they are enriched.
      out.output(last);
      hasTold = true;
      if (first == FirstLoad.NEXT_TICK) {
        return;
      }
    }
    if (loader.isDue(last)) {
      ReferenceSnapshot next = loader.load(last);
      state.write(next);
      out.output(next);
      hasTold = true;
    }
  }
}
