package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Chunk;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.ChunkCoder;
import io.portage.model.encoding.DeadLetterCoder;
import java.time.Clock;
import org.apache.beam.sdk.coders.IterableCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Keeps the newest change of each key, per window of event time.
 *
 * <p>This only reduces writes. A key occurs again in every pane, and two panes of one key are not
 * ordered: the guard in the target decides which is newer. No change is dropped because it is late.
 *
 * <p>The input is in the global window, with the timestamps that Read assigned: not below the
 * watermark of their partition.
 */
public final class KeepLatest
    extends PTransform<PCollection<Chunk<Change>>, StageOutput<ChangeBatch>> {
  private static final KvCoder<Integer, ChangeBatch> SHARDED =
      KvCoder.of(VarIntCoder.of(), ChangeBatchCoder.of());

  private final LatestConfig config;
  private final boolean clamp;
  private final Clock clock;

  private KeepLatest(LatestConfig config, boolean clamp, Clock clock) {
    this.config = config;
    this.clamp = clamp;
    this.clock = clock;
  }

  /** The stage with this configuration. */
  public static KeepLatest of(LatestConfig config) {
    return new KeepLatest(config, true, Clock.systemUTC());
  }

  /** For tests: without the clamp that protects late elements from being dropped. */
  KeepLatest withoutClamp() {
    return new KeepLatest(config, false, clock);
  }

  /** For tests: with this clock for the times of dead letters. */
  KeepLatest withClock(Clock other) {
    return new KeepLatest(config, clamp, other);
  }

  @Override
  public StageOutput<ChangeBatch> expand(PCollection<Chunk<Change>> changes) {
    BufferLimits limits = BufferLimits.of(config.paneRows());
    PCollectionTuple routed =
        changes.apply(
            "Route late",
            ParDo.of(new RouteLateFn(config, clock))
                .withOutputTags(RouteLateFn.APPLY, TupleTagList.of(RouteLateFn.DEAD)));
    PCollection<KV<Integer, ChangeBatch>> sharded =
        routed
            .get(RouteLateFn.APPLY)
            .setCoder(ChunkCoder.of(ChangeCoder.of()))
            .apply("Combine per bundle", ParDo.of(new CombineBundleFn(config, limits, clock)))
            .setCoder(SHARDED);
    PCollection<ChangeBatch> latest =
        clamped(sharded)
            .apply("Window", WindowPolicy.windows(config))
            .apply("Group by shard", GroupByKey.create())
            .setCoder(KvCoder.of(VarIntCoder.of(), IterableCoder.of(ChangeBatchCoder.of())))
            .apply("Combine per shard", ParDo.of(new MergePaneFn(limits)))
            .setCoder(ChangeBatchCoder.of())
            .apply("Leave window", WindowPolicy.global());
    return StageOutput.of(
        latest, routed.get(RouteLateFn.DEAD).setCoder(DeadLetterCoder.of()), null);
  }

  private PCollection<KV<Integer, ChangeBatch>> clamped(
      PCollection<KV<Integer, ChangeBatch>> sharded) {
    return clamp
        ? sharded.apply("Clamp to watermark", ParDo.of(new ClampFn())).setCoder(SHARDED)
        : sharded;
  }
}
