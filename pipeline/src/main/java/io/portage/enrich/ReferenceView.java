package io.portage.enrich;

import io.portage.runner.RunnerTraits;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.transforms.windowing.AfterPane;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Repeatedly;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/**
 * The side input of all references, read at the start, and repeatedly in an unbounded run.
 *
 * <p>The view is an iterable and not a singleton, because a firing may contain several reads; the
 * newest one is used.
 */
final class ReferenceView extends PTransform<PBegin, PCollectionView<Iterable<ReferenceSnapshot>>> {
  private static final long serialVersionUID = 1;
  private static final Duration LONGEST_TICK = Duration.ofSeconds(5);

  private final List<ReferenceSpec> specs;
  private final boolean bounded;
  private final Clock clock;

  ReferenceView(List<ReferenceSpec> specs, boolean bounded, Clock clock) {
    this.specs = specs;
    this.bounded = bounded;
    this.clock = clock;
  }

  @Override
  public PCollectionView<Iterable<ReferenceSnapshot>> expand(PBegin input) {
    LoadReferencesFn.FirstLoad first =
        firstLoad(RunnerTraits.of(input.getPipeline().getOptions()), bounded);
    return ticks(input.getPipeline())
        // One key: all reads run on one worker and share one state.
        .apply("One key", WithKeys.of(0))
        .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
        .apply("Load", ParDo.of(new LoadReferencesFn(specs, first, clock)))
        .setCoder(ReferenceSnapshotCoder.of())
        .apply(
            "Each reading",
            Window.<ReferenceSnapshot>into(new GlobalWindows())
                .triggering(Repeatedly.forever(AfterPane.elementCountAtLeast(1)))
                .withAllowedLateness(org.joda.time.Duration.ZERO)
                .discardingFiredPanes())
        .apply("View", View.asIterable());
  }

  /**
   * Flink buffers rows in its state until there is a side input ({@link
   * RunnerTraits#buffersUntilSideInput}), so its first tick emits the known content before a read.
   * On the direct runner rows must wait for the first read: blocked in the enriching step, they
   * would occupy all of its few threads, and none would be left to read.
   */
  static LoadReferencesFn.FirstLoad firstLoad(RunnerTraits runner, boolean bounded) {
    if (!runner.buffersUntilSideInput()) {
      return LoadReferencesFn.FirstLoad.AT_ONCE;
    }
    return bounded
        ? LoadReferencesFn.FirstLoad.AFTER_KNOWN_CONTENT
        : LoadReferencesFn.FirstLoad.NEXT_TICK;
  }

  /** Ticks come at least as often as references are due, so that a failed read is repeated soon. */
  private PCollection<Long> ticks(Pipeline pipeline) {
    return bounded
        ? pipeline.apply("Once", Create.of(0L))
        : pipeline.apply("Ticks", Read.from(new TickSource(tick(specs), clock)));
  }

  /** Returns the interval at which the loader checks for references that are due. */
  static Duration tick(List<ReferenceSpec> specs) {
    return specs.stream()
        .map(ReferenceSpec::refresh)
        .reduce(LONGEST_TICK, (one, other) -> one.compareTo(other) < 0 ? one : other);
  }
}
