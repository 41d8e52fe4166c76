package io.portage.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.TestChange;
import io.portage.model.Change;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangeBatchBuilder;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.OffsetRange;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Encoded changes by key. The merge itself is tested in its own package. */
final class EncodedChangesTest {
  private static final Columns KEY = Columns.of("a", "b");
  private static final Columns ROW = Columns.of("a", "b", "text");

  private final ArraySegments segments = new ArraySegments();
  private final EncodedChanges changes = new EncodedChanges(segments, this::counted);
  private int merges;

  @Test
  void replacesAnOlderFullRowByANewerOneWithoutDecodingEither() {
    add(changes, change(1L, 1L, 10, "first"));
    add(changes, change(1L, 1L, 12, "a text that needs more room than the first"));
    add(changes, change(1L, 1L, 11, "late"));

    assertThat(changes.size()).isEqualTo(1);
    assertThat(changes.get(0).row().get("text"))
        .isEqualTo("a text that needs more room than the first");
    assertThat(changes.get(0).recordCount()).isEqualTo(3);
    assertThat(changes.get(0).origins().ranges())
        .containsExactly(new OffsetRange("users", 0, 10, 13, ChangePart.WHOLE));
    assertThat(merges).isZero();
  }

  @Test
  void keepsTheDeletesOfOlderChangesWithoutDecodingThem() {
    add(changes, change(1L, 1L, 10, "created"));
    add(changes, deleted(1L, 1L, 11, "created"));
    add(changes, change(1L, 1L, 13, "created again"));
    add(changes, change(1L, 1L, 12, "late"));

    Change again = changes.get(0);
    assertThat(again.row().get("text")).isEqualTo("created again");
    assertThat(again.lineage())
        .isEqualTo(new RowLineage(version(13), version(13), version(11), null, null));

    add(changes, deleted(1L, 1L, 14, "created again"));
    add(changes, change(1L, 1L, 15, "once more"));

    Change last = changes.get(0);
    assertThat(last.op()).isEqualTo(Change.Op.UPSERT);
    assertThat(last.row().get("text")).isEqualTo("once more");
    assertThat(last.lineage())
        .isEqualTo(new RowLineage(version(15), version(15), version(14), version(11), null));
    assertThat(last.recordCount()).isEqualTo(6);
    assertThat(merges).isZero();
  }

  @Test
  void callsTheMergeWhenTheDeletesOfTwoChangesMustBeCompared() {
    Change again =
        change(1L, 1L, 13, "x")
            .withRow(
                row(1L, 1L, "x"),
                new RowLineage(version(13), version(13), version(10), null, null));
    add(changes, deleted(1L, 1L, 11, "x"));
    add(changes, again);
    add(changes, deleted(1L, 1L, 12, "x"));

    assertThat(merges).isEqualTo(2);
  }

  @Test
  void callsTheMergeForPartialRowsAndOtherColumns() {
    Change partial = change(1L, 1L, 11, "partial").withRow(row(1L, 1L, "partial"), partial(11));
    Change other =
        change(1L, 1L, 12, "x")
            .withRow(Row.of(Columns.of("text"), "x"), RowLineage.fullRow(version(12)));
    add(changes, change(1L, 1L, 10, "whole"));
    add(changes, partial);
    add(changes, other);

    assertThat(merges).isEqualTo(2);
    assertThat(changes.get(0).row()).isEqualTo(other.row());
  }

  @Test
  void treatsKeysAsEqualThatTheDatabaseTreatsAsEqual() {
    add(changes, change(new BigDecimal("1.0"), 1L, 1, "a"));
    add(changes, change(new BigDecimal("1.00"), 1L, 2, "b"));
    add(changes, change(new BigDecimal("1.01"), 1L, 3, "c"));

    assertThat(changes.size()).isEqualTo(2);
    assertThat(changes.get(0).key().get("a")).isEqualTo(new BigDecimal("1.00"));
  }

  /** Different keys can have one hash, however rarely. */
  @Test
  void separatesKeysWithEqualHashes() {
    long otherB = afterFirst(1) ^ afterFirst(2) ^ 7;
    Change one = change(1L, 7L, 1, "one");
    Change other = change(2L, otherB, 2, "other");
    assertThat(RowKey.of(other).stableHash()).isEqualTo(RowKey.of(one).stableHash());

    add(changes, one);
    add(changes, other);

    assertThat(changes.get(0)).isEqualTo(one);
    assertThat(changes.get(1)).isEqualTo(other);
    assertThat(changes.find(RowKey.of(other), other)).isEqualTo(1);
  }

  /**
   * The state of the hash after the first column, as {@link io.portage.model.StableHash} computes
   * it.
   */
  private static long afterFirst(long a) {
    long seed = 0x9E3779B97F4A7C15L;
    long state = seed;
    for (long word : new long[] {0, 1, a, 1}) {
      state = mix(state ^ word) + seed;
    }
    return state;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }

  @Test
  void holdsManyRowsOfAnyLength() {
    List<Change> all = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      all.add(change((long) i, 1L, i, "x".repeat(i % 100 == 0 ? 40_000 : i % 300)));
      add(changes, all.get(i));
    }

    assertThat(changes.bytes()).isGreaterThan(30 * 40_000);
    for (int i = 0; i < all.size(); i++) {
      assertThat(changes.get(i)).isEqualTo(all.get(i));
    }
  }

  @Test
  void findsTheOtherChangesAfterARemoval() {
    for (long key = 0; key < 100; key++) {
      add(changes, change(key, 1L, key, "x"));
    }
    Change removed = change(50L, 1L, 50, "x");
    long before = changes.bytes();

    assertThat(changes.remove(changes.find(RowKey.of(removed), removed))).isEqualTo(removed);

    assertThat(changes.find(RowKey.of(removed), removed)).isNegative();
    assertThat(changes.isRemoved(50)).isTrue();
    assertThat(changes.bytes()).isLessThan(before);
    Change last = change(99L, 1L, 99, "x");
    assertThat(changes.find(RowKey.of(last), last)).isEqualTo(99);
    add(changes, removed);
    assertThat(changes.get(100)).isEqualTo(removed);
  }

  @Test
  void batchesKeepTheirChangesWhenTheArraysAreReused() {
    Change first = change(1L, 1L, 1, "first");
    add(changes, first);
    ChangeBatchBuilder batches = new ChangeBatchBuilder(3, 10, 1_000);
    batches.add(changes, 0);
    changes.free();

    EncodedChanges next = new EncodedChanges(segments, EncodedChangesTest::newer);
    add(next, change(2L, 1L, 2, "second"));

    assertThat(batches.all()).containsExactly(new ChangeBatch(3, List.of(first)));
  }

  @Test
  void limitsBatchesByRowsAndBytes() {
    ChangeBatchBuilder batches = new ChangeBatchBuilder(3, 2, 1_000);
    List<Change> all = new ArrayList<>();
    for (long key = 0; key < 5; key++) {
      all.add(change(key, 1L, key, key == 3 ? "x".repeat(2_000) : "x"));
      batches.add(all.get((int) key));
    }

    assertThat(batches.all())
        .containsExactly(
            new ChangeBatch(3, all.subList(0, 2)),
            new ChangeBatch(3, all.subList(2, 3)),
            new ChangeBatch(3, all.subList(3, 4)),
            new ChangeBatch(3, all.subList(4, 5)));
  }

  private static void add(EncodedChanges to, Change change) {
    to.add(RowKey.of(change), change);
  }

  private Change counted(Change one, Change other) {
    merges++;
    return newer(one, other);
  }

  private static Change newer(Change one, Change other) {
    return one.version().isAfter(other.version()) ? one : other;
  }

  private static Version version(long position) {
    return Version.of(0, new SourcePosition(0, position), 0, position);
  }

  private static Change deleted(Object a, Object b, long position, String text) {
    Change row = change(a, b, position, text);
    return TestChange.like(row, Change.Op.DELETE, RowLineage.delete(version(position), true))
        .build();
  }

  private static RowLineage partial(long position) {
    return RowLineage.partialRow(version(position));
  }

  private static Row row(@Nullable Object a, @Nullable Object b, String text) {
    return Row.of(ROW, a, b, text);
  }

  private static Change change(Object a, Object b, long position, String text) {
    return TestChange.upsert("users", version(position))
        .key(Row.of(KEY, a, b))
        .with(row(a, b, text))
        .at("users", 0, position)
        .times(position, position)
        .build();
  }
}
