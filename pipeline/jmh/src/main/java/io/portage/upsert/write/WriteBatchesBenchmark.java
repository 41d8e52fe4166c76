package io.portage.upsert.write;

import io.portage.jmh.Timed;
import io.portage.model.Change;
import io.portage.model.ChangeFixture;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * Divides changes into rounds, and merges their offset ranges for the completion. Time per change.
 */
public class WriteBatchesBenchmark extends Timed {
  private static final int BATCH = 5_000;

  private final List<Change> changes = shuffled(ChangeFixture.changes(BATCH, BATCH));
  private final List<OffsetRanges> origins = changes.stream().map(Change::origins).toList();

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public List<List<Change>> rounds() {
    return WriteBatches.of(changes, BATCH);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public OffsetRanges union() {
    return OffsetRanges.union(origins);
  }

  private static List<Change> shuffled(List<Change> changes) {
    List<Change> shuffled = new ArrayList<>(changes);
    Collections.shuffle(shuffled, new Random(42));
    return shuffled;
  }
}
