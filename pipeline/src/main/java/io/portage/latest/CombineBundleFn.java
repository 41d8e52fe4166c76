package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Merges the changes of a bundle per shard before they are shuffled.
 */
final class CombineBundleFn extends DoFn<Change, KV<Integer, ChangeBatch>> {
  private final int shards;
  private final Bounds bounds;
  private transient BundleBuffer buffer;

  CombineBundleFn(LatestConfig config, Bounds bounds) {
    this.shards = config.shards();
    this.bounds = bounds;
  }

  @StartBundle
  public void start() {
    buffer = new BundleBuffer(shards, bounds);
  }

  @ProcessElement
  public void process(
      @Element Change change,
      @Timestamp Instant time,
      OutputReceiver<KV<Integer, ChangeBatch>> receiver) {
    buffer.add(
        change,
        time.getMillis(),
        (batch, millis) ->
            receiver.outputWithTimestamp(
                KV.of(batch.shard(), batch), Instant.ofEpochMilli(millis)));
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    buffer.flush(
        Long.MIN_VALUE,
        (batch, millis) ->
            context.output(
                KV.of(batch.shard(), batch), Instant.ofEpochMilli(millis), GlobalWindow.INSTANCE));
  }
}
