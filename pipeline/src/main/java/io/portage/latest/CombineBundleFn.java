package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Chunk;
import io.portage.model.encoding.ArraySegments;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Merges changes per shard before the shuffle.
 *
 * <p>While the source has more records, changes are buffered over many chunks, until the buffer is
 * full, their {@link HoldDuration} is over, or the bundle ends. At the last chunk of a partition,
 * the tables to which the partition contributed are flushed immediately; the others stay buffered.
 */
final class CombineBundleFn extends DoFn<Chunk<Change>, KV<Integer, ChangeBatch>> {
  /** The number of instances that share the memory of the process. */
  private static final AtomicInteger INSTANCES = new AtomicInteger();

  private final int shards;
  private final int shardsPerTable;
  private final BufferLimits limits;
  private final Clock clock;
  private transient BundleBuffer buffer;
  private transient PartitionTables contributed;
  private transient HoldDuration holdTime;
  private transient ArraySegments segments;

  CombineBundleFn(LatestConfig config, BufferLimits limits, Clock clock) {
    this.shards = config.shards();
    this.shardsPerTable = config.shardsPerTable();
    this.limits = limits;
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
    contributed = new PartitionTables();
    buffer =
        new BundleBuffer(
            shards,
            shardsPerTable,
            limits.sharedBy(INSTANCES.get(), Runtime.getRuntime().maxMemory()),
            segments);
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
    contributed.add(chunk.items());
    if (chunk.atEnd()) {
      Set<String> tables = contributed.remove(chunk.items());
      if (tables == null) {
        flush(millis, out);
      } else {
        buffer.flushTables(tables, millis, out);
      }
    }
    if (buffer.isEmpty()) {
      if (chunk.atEnd()) {
        holdTime.end();
      }
      return;
    }
    long now = clock.millis();
    holdTime.hold(now);
    if (holdTime.isOver(now)) {
      flush(millis, out);
      holdTime.restart();
    }
  }

  private void flush(long notBefore, BundleBuffer.BatchReceiver out) {
    buffer.flush(notBefore, out);
    contributed.clear();
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
