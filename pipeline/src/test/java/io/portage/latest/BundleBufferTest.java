package io.portage.latest;

import static io.portage.latest.Histories.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.Stripes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BundleBufferTest {
  private final List<ChangeBatch> batches = new ArrayList<>();
  private final List<Long> times = new ArrayList<>();

  @Test
  void mergesTheChangesOfAKeyUntilTheBundleEndsWhateverTheirWindows() {
    BundleBuffer buffer = buffer(1, bounds(100, 1 << 20, 1 << 20));

    add(buffer, upsert(1, 1, "a"), 1_000);
    add(buffer, upsert(1, 2, "b"), 9_999);
    add(buffer, upsert(1, 3, "c"), 10_000);
    assertThat(batches).isEmpty();
    flush(buffer);

    assertThat(batches).extracting(batch -> batch.changes().get(0).records()).containsExactly(3);
    assertThat(times).containsExactly(10_000L);
  }

  @Test
  void putsOutAShardThatHasItsRows() {
    BundleBuffer buffer = buffer(1, bounds(2, 1 << 20, 1 << 20));

    add(buffer, upsert(1, 1, "a"), 5);
    add(buffer, upsert(1, 2, "b"), 3);
    assertThat(batches).isEmpty();
    add(buffer, upsert(2, 3, "c"), 4);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).changes()).hasSize(2);
    assertThat(times).containsExactly(5L);
  }

  @Test
  void putsOutAShardThatHasItsBytes() {
    BundleBuffer buffer = buffer(1, bounds(100, 1_000, 1 << 20));

    add(buffer, upsert(1, 1, "x".repeat(600)), 0);
    assertThat(batches).isEmpty();
    add(buffer, upsert(2, 2, "x".repeat(600)), 0);

    assertThat(batches).hasSize(1);
  }

  @Test
  void putsOutEverythingWhenTheBundleHoldsTooMuch() {
    BundleBuffer buffer = buffer(16, bounds(100, 1 << 20, 2_000));

    for (int key = 0; batches.isEmpty(); key++) {
      add(buffer, upsert(key, key + 1, "x".repeat(300)), 20_000 - 10_000L * (key % 2));
    }
    int rows = batches.stream().mapToInt(batch -> batch.changes().size()).sum();
    flush(buffer);

    assertThat(rows).isBetween(4, 6);
    assertThat(batches.stream().mapToInt(batch -> batch.changes().size()).sum()).isEqualTo(rows);
  }

  /** A ParDo may not put out anything older than the element it has in hand. */
  @Test
  void putsOutNothingOlderThanTheChangeThatIsAdded() {
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
                .mapToInt(Change::records)
                .sum())
        .isEqualTo(changes);
    assertThat(batches).allMatch(batch -> batch.changes().size() <= 7);
    assertThat(batches)
        .allMatch(
            batch ->
                batch.changes().stream()
                    .allMatch(c -> Stripes.shard(Stripes.of(c), 4) == batch.shard()));
  }

  private static BundleBuffer buffer(int shards, Bounds bounds) {
    return new BundleBuffer(shards, bounds);
  }

  private static Bounds bounds(int rows, long outputBytes, long bufferBytes) {
    return new Bounds(1_000, Long.MAX_VALUE, rows, outputBytes, bufferBytes);
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
