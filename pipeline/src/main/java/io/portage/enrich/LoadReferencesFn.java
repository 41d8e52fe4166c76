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
final class LoadReferencesFn extends DoFn<KV<Integer, Long>, References> {
  private static final long serialVersionUID = 1;

  @StateId("last")
  @SuppressWarnings("unused") // Beam finds it by reflection.
  private final StateSpec<ValueState<References>> lastSpec = StateSpecs.value(ReferencesCoder.of());

  private final List<ReferenceSpec> specs;
  private final When first;
  private final Clock clock;
  private transient @Nullable ReferenceLoader loader;
  private transient boolean hasTold;

  /** When the references are read for the first time. */
  enum When {
    /** With the first tick, and nothing is told before. */
    AT_ONCE,
    /** With the first tick, and what is known without that is told before. */
    BEHIND_THE_KNOWN,
    /** With the second tick; the first one tells what is known. */
    NEXT_TICK
  }

  LoadReferencesFn(List<ReferenceSpec> specs, When first, Clock clock) {
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
  public void load(@StateId("last") ValueState<References> state, OutputReceiver<References> out) {
    References known = state.read();
    References last = known == null ? References.NONE : known;
    if (!hasTold && (first != When.AT_ONCE || !loader.isDue(last))) {
      // After a restart whoever waits for the side input must not wait until something is due. And
      // Flink keeps rows in its state until there is a side input, and a reading may take
      // minutes: so what is known is told ahead, and rows wait where they are enriched.
      out.output(last);
      hasTold = true;
      if (first == When.NEXT_TICK) {
        return;
      }
    }
    if (loader.isDue(last)) {
      References next = loader.load(last);
      state.write(next);
      out.output(next);
      hasTold = true;
    }
  }
}
