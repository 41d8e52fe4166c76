package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Chunk;
import io.portage.model.encoding.ArraySegments;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Merges changes per shard before they are shuffled.
 *
 * <p>While the source has more they are held back, over many chunks, until the buffer is full,
 * their {@link HoldDuration} is over, or the bundle ends. What a partition has last goes out at
 * once.
 */
final class CombineBundleFn extends DoFn<Chunk<Change>, KV<Integer, ChangeBatch>> {
  /** How many of these share the memory of the process. */
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final int shards;
  private final BufferLimits bounds;
  private final Clock clock;
  private transient BundleBuffer buffer;
  private transient HoldDuration holdTime;
  private transient ArraySegments segments;

  CombineBundleFn(LatestConfig config, BufferLimits bounds, Clock clock) {
    this.shards = config.shards();
    this.bounds = bounds;
    this.clock = clock;
  }

  @Setup
  public void setUp() {
    INSTANCES.incrementAndGet();
    holdTime = new HoldDuration();
    segments = new ArraySegments();
  }

  @StartBundle
  public void start() {
    buffer =
        new BundleBuffer(
            shards, bounds.sharedBy(INSTANCES.get(), Runtime.getRuntime().maxMemory()), segments);
  }

  @ProcessElement
  public void process(
      @Element Chunk<Change> chunk,
      @Timestamp Instant time,
      OutputReceiver<KV<Integer, ChangeBatch>> receiver) {
    long millis = time.getMillis();
    BundleBuffer.BatchReceiver out =
        (batch, at) ->
            receiver.outputWithTimestamp(KV.of(batch.shard(), batch), Instant.ofEpochMilli(at));
    for (Change change : chunk.items()) {
      buffer.add(change, millis, out);
    }
    if (chunk.atEnd()) {
      buffer.flush(millis, out);
      holdTime.end();
    } else if (!buffer.isEmpty()) {
      long now = clock.millis();
      holdTime.hold(now);
      if (holdTime.isOver(now)) {
        buffer.flush(millis, out);
        holdTime.restart();
      }
    }
  }

  @FinishBundle
  public void finish(FinishBundleContext context) {
    buffer.flush(
        Long.MIN_VALUE,
        (batch, millis) ->
            context.output(
                KV.of(batch.shard(), batch), Instant.ofEpochMilli(millis), GlobalWindow.INSTANCE));
    holdTime.restart();
  }

  @Teardown
  public void tearDown() {
    INSTANCES.decrementAndGet();
  }
}
