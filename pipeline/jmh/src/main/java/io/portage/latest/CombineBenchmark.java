package io.portage.latest;

import io.portage.jmh.Timed;
import io.portage.model.Change;
import io.portage.model.ChangeFixture;
import io.portage.model.encoding.ArraySegments;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Merges a bundle of changes per shard; the score is per change. */
public class CombineBenchmark extends Timed {
  private static final int SIZE = 100_000;
  private static final int SHARDS = 8;

  /** The number of keys of the changes. */
  @Param({"1000", "50000"})
  public int keys;

  private final ArraySegments segments = new ArraySegments();
  private List<Change> changes = List.of();

  /** Makes the changes. */
  @Setup
  public void setup() {
    changes = ChangeFixture.changes(SIZE, keys);
  }

  @Benchmark
  @OperationsPerInvocation(SIZE)
  public void bundle(Blackhole sink) {
    BundleBuffer buffer = new BundleBuffer(SHARDS, SHARDS, BufferLimits.of(5_000), segments);
    for (Change change : changes) {
      buffer.add(change, change.changeTime(), (batch, time) -> sink.consume(batch));
    }
    buffer.flush(0, (batch, time) -> sink.consume(batch));
  }
}
