package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Properties of the merge over changes of one key: inserts, updates, partial rows, deletes with and
 * without image, repeated deliveries, and contradicting changes of one version.
 */
final class ChangeMergePropertiesTest {
  private static final List<String> COLUMNS = List.of("d", "b", "a", "c");

  @Property(tries = 5_000)
  void doesNotDependOnGrouping(
      @ForAll("contradicting") Change a,
      @ForAll("contradicting") Change b,
      @ForAll("contradicting") Change c) {
    assertSame(
        ChangeMerge.merge(ChangeMerge.merge(a, b), c),
        ChangeMerge.merge(a, ChangeMerge.merge(b, c)));
  }

  @Property(tries = 5_000)
  void doesNotDependOnOrder(
      @ForAll("contradicting") Change a,
      @ForAll("contradicting") Change b,
      @ForAll("contradicting") Change c) {
    assertSame(ChangeMerge.merge(a, b), ChangeMerge.merge(b, a));
    assertSame(
        ChangeMerge.merge(ChangeMerge.merge(a, b), c),
        ChangeMerge.merge(ChangeMerge.merge(c, b), a));
  }

  @Property(tries = 5_000)
  void isIdempotentForTheChangeItselfAndForAMergeThatContainsIt(
      @ForAll("contradicting") Change a, @ForAll("contradicting") Change b) {
    Change merged = ChangeMerge.merge(a, b);

    assertSame(ChangeMerge.merge(a, a), a);
    assertSame(ChangeMerge.merge(merged, merged), merged);
    assertSame(ChangeMerge.merge(merged, a), merged);
    assertSame(ChangeMerge.merge(b, merged), merged);
  }

  @Property(tries = 5_000)
  void equalsAReplayInTheOrderOfTheSource(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    Change merged = mergedInRandomGroups(history, new Random(seed));

    assertThat(ReplayModel.ofMerged(merged)).isEqualTo(ReplayModel.of(history));
    assertThat(merged.recordCount()).isEqualTo(history.size());
    assertThat(offsets(merged)).isEqualTo(offsets(history.toArray(new Change[0])));
  }

  @Property(tries = 2_000)
  void accumulatorEqualsPairwiseMerges(@ForAll("history") List<Change> history, @ForAll long seed) {
    Change merged = mergedInRandomGroups(history, new Random(seed));
    KeyAccumulator accumulator = new KeyAccumulator(history.get(0));
    history.subList(1, history.size()).forEach(accumulator::add);

    assertSame(accumulator.change(), merged);
    assertThat(accumulator.change().recordCount()).isEqualTo(history.size());
  }

  private static Change mergedInRandomGroups(List<Change> history, Random random) {
    List<Change> left = new ArrayList<>(history);
    Collections.shuffle(left, random);
    while (left.size() > 1) {
      Change a = left.remove(random.nextInt(left.size()));
      Change b = left.remove(random.nextInt(left.size()));
      left.add(ChangeMerge.merge(a, b));
    }
    return left.get(0);
  }

  /** Asserts equality except for the number of records; the origins cover the same offsets. */
  private static void assertSame(Change actual, Change expected) {
    assertThat(actual.row().toMap()).isEqualTo(expected.row().toMap());
    assertThat(contents(actual)).isEqualTo(contents(expected));
    assertThat(offsets(actual)).isEqualTo(offsets(expected));
  }

  private static Change contents(Change change) {
    return change.withOrigins(OffsetRanges.none(), 1);
  }

  private static BitSet offsets(Change... changes) {
    BitSet offsets = new BitSet();
    for (Change change : changes) {
      for (OffsetRange offsetRange : change.origins().ranges()) {
        offsets.set((int) offsetRange.from(), (int) offsetRange.to());
      }
    }
    return offsets;
  }

  /** Changes that may have equal versions and different contents. */
  @Provide
  Arbitrary<Change> contradicting() {
    return Combinators.combine(
            Arbitraries.longs().between(1, 6), Arbitraries.integers().between(0, 4), values())
        .as(ChangeMergePropertiesTest::change);
  }

  /** Changes in any order, some delivered twice; changes of one version are equal. */
  @Provide
  Arbitrary<List<Change>> history() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4).list().ofSize(8),
            values().list().ofSize(8),
            Arbitraries.longs().between(1, 8).list().ofMinSize(1).ofMaxSize(12))
        .as(
            (kinds, rows, positions) ->
                positions.stream()
                    .map(
                        position -> {
                          int at = (int) (position - 1);
                          return change(position, kinds.get(at), rows.get(at));
                        })
                    .toList());
  }

  /** One value per column; -1 is null, and -2 is a column that a partial row does not contain. */
  private static Arbitrary<List<Long>> values() {
    return Arbitraries.longs().between(-2, 2).list().ofSize(COLUMNS.size());
  }

  private static Change change(long position, int kind, List<Long> values) {
    boolean fullRow = kind == 0 || kind == 3;
    List<Object> row = new ArrayList<>();
    for (int i = 0; i < COLUMNS.size() && kind != 4; i++) {
      // The last column is new at the source: even full rows may not have it.
      boolean has = values.get(i) != -2 || (fullRow && i < COLUMNS.size() - 1);
      if (has) {
        row.add(COLUMNS.get(i));
        row.add(values.get(i) < 0 ? null : values.get(i));
      }
    }
    boolean delete = kind >= 3;
    RowLineage lineage =
        delete
            ? RowLineage.delete(ChangeHistories.version(position), fullRow)
            : fullRow
                ? RowLineage.fullRow(ChangeHistories.version(position))
                : RowLineage.partialRow(ChangeHistories.version(position));
    return ChangeHistories.change(
        delete ? Op.DELETE : Op.UPSERT, 1, position, lineage, row.toArray());
  }
}
