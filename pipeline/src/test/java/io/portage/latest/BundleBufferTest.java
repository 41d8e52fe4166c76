package io.portage.latest;

import static io.portage.latest.ChangeHistories.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Stripes;
import io.portage.model.encoding.ArraySegments;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BundleBufferTest {
  private final List<ChangeBatch> batches = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  @Test
  void mergesTheChangesOfAKeyOfAnyWindowsUntilTheBundleEnds() {
    BundleBuffer buffer = buffer(1, bounds(100, 1 << 20, 1 << 20));

    add(buffer, upsert(1, 1, "a"), 1_000);
    add(buffer, upsert(1, 2, "b"), 9_999);
    add(buffer, upsert(1, 3, "c"), 10_000);
    assertThat(batches).isEmpty();
    flush(buffer);

    assertThat(batches)
        .extracting(batch -> batch.changes().get(0).recordCount())
        .containsExactly(3);
    assertThat(times).containsExactly(10_000L);
  }

  @Test
  void cutsAShardIntoPartsOfBoundedRows() {
    BundleBuffer buffer = buffer(1, bounds(2, 1 << 20, 1 << 20));

    for (int key = 0; key < 5; key++) {
      add(buffer, upsert(key, key + 1, "a"), key);
    }
    flush(buffer);

    assertThat(batches).extracting(ChangeBatch::size).containsExactly(2, 2, 1);
    assertThat(times).containsExactly(4L, 4L, 4L);
  }

  @Test
  void cutsAShardIntoPartsOfBoundedBytes() {
    BundleBuffer buffer = buffer(1, bounds(100, 1_000, 1 << 20));

    add(buffer, upsert(1, 1, "x".repeat(600)), 0);
    add(buffer, upsert(2, 2, "x".repeat(600)), 0);
    flush(buffer);

    assertThat(batches).hasSize(2);
  }

  @Test
  void emitsTheLargestShardWhenTheBufferIsFull() {
    BundleBuffer buffer = buffer(16, bounds(100, 1 << 20, 20_000));
    int added = 0;

    add(buffer, upsert(0, 1, "x".repeat(6_000)), 7);
    while (batches.isEmpty()) {
      added++;
      add(buffer, upsert(added, added + 1, "x".repeat(300)), 7);
    }
    assertThat(batches)
        .singleElement()
        .satisfies(
            batch ->
                assertThat(batch.changes()).anyMatch(change -> change.key().get(0).equals(0L)));
    flush(buffer);

    assertThat(batches.stream().mapToInt(ChangeBatch::size).sum()).isEqualTo(added + 1);
  }

  /** Merged changes free their space. */
  @Test
  void countsTheMergedBytesAndNotTheAddedBytes() {
    BundleBuffer buffer = buffer(1, bounds(100, 1 << 20, 20_000));

    for (int version = 1; version <= 500; version++) {
      add(buffer, upsert(1, version, "x".repeat(1_000)), 0);
    }
    assertThat(batches).isEmpty();
    flush(buffer);

    assertThat(batches)
        .singleElement()
        .satisfies(b -> assertThat(b.changes().get(0).recordCount()).isEqualTo(500));
    assertThat(buffer.isEmpty()).isTrue();
  }

  /** A ParDo may not emit an element older than its current input. */
  @Test
  void emitsNothingOlderThanTheAddedChange() {
    BundleBuffer buffer = buffer(1, bounds(100, 1 << 20, 1_000));

    add(buffer, upsert(1, 1, "x".repeat(600)), 1_000);
    add(buffer, upsert(2, 2, "x".repeat(600)), 20_000);

    assertThat(times).containsExactly(20_000L);
  }

  @Test
  void losesNothingWhenShardsAreFull() {
    BundleBuffer buffer = buffer(4, bounds(7, 1 << 20, 20_000));
    int changes = 3_000;

    for (int i = 0; i < changes; i++) {
      add(buffer, upsert(i % 97, i, "n" + i), (i * 7_919L) % 400_000);
    }
    flush(buffer);

    assertThat(
            batches.stream()
                .flatMap(batch -> batch.changes().stream())
                .mapToInt(Change::recordCount)
                .sum())
        .isEqualTo(changes);
    assertThat(batches).allMatch(batch -> batch.changes().size() <= 7);
    assertThat(batches)
        .allMatch(
            batch ->
                batch.changes().stream()
                    .allMatch(c -> Stripes.shardOf(Stripes.of(c), 4) == batch.shard()));
  }

  @Test
  void emitsTheChangesOfSomeTablesAndKeepsTheOthers() {
    BundleBuffer buffer = buffer(2, bounds(100, 1 << 20, 1 << 20));
    for (int key = 0; key < 20; key++) {
      add(buffer, of("a", upsert(key, 1, "x")), 5);
      add(buffer, of("b", upsert(key, 1, "x")), 6);
    }

    buffer.flushTables(List.of("a", "unknown"), 4, this::take);

    assertThat(batches)
        .flatExtracting(ChangeBatch::changes)
        .hasSize(20)
        .extracting(Change::table)
        .containsOnly("a");
    assertThat(times).containsOnly(5L);
    assertThat(buffer.isEmpty()).isFalse();

    batches.clear();
    add(buffer, of("a", upsert(1, 2, "x")), 7);
    flush(buffer);
    assertThat(batches).flatExtracting(ChangeBatch::changes).hasSize(21);
    assertThat(buffer.isEmpty()).isTrue();
  }

  /** Each table and shard has arrays of its own, so their number is limited. */
  @Test
  void emitsRowsOfFewTablesIfThereAreTooMany() {
    BundleBuffer buffer = buffer(1, bounds(100, 1 << 20, 10 * (64 << 10)));

    for (int table = 0; table < 25; table++) {
      add(buffer, of("t" + table, upsert(1, 1, "x")), 5);
    }

    assertThat(batches).hasSize(15);
    flush(buffer);
    assertThat(batches)
        .flatExtracting(ChangeBatch::changes)
        .extracting(Change::table)
        .doesNotHaveDuplicates()
        .hasSize(25);
  }

  private static Change of(String table, Change change) {
    return new Change(
        table,
        change.op(),
        change.key(),
        change.row(),
        change.lineage(),
        change.provenance(),
        change.movedTo());
  }

  private static BundleBuffer buffer(int shards, BufferLimits bounds) {
    return new BundleBuffer(shards, shards, bounds, new ArraySegments());
  }

  private static BufferLimits bounds(int rows, long outputBytes, long bufferBytes) {
    return new BufferLimits(1_000, Long.MAX_VALUE, rows, outputBytes, bufferBytes);
  }

  private void add(BundleBuffer buffer, Change change, long time) {
    buffer.add(change, time, this::take);
  }

  private void flush(BundleBuffer buffer) {
    buffer.flush(Long.MIN_VALUE, this::take);
  }

  private void take(ChangeBatch batch, long time) {
    batches.add(batch);
    times.add(time);
  }
}
