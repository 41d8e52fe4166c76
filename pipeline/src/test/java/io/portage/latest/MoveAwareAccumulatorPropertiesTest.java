package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.OffsetRange;
import io.portage.model.Version;
import io.portage.model.encoding.ArraySegments;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties of the changes of one key with key moves. */
final class MoveAwareAccumulatorPropertiesTest {
  @Property(tries = 3_000)
  void losesNothingAndKeepsEveryMoveInItsPlace(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    List<Change> merged = mergedInGroups(history, new Random(seed));

    assertThat(merged.stream().mapToInt(Change::recordCount).sum()).isEqualTo(history.size());
    assertThat(offsets(merged)).isEqualTo(offsets(history));
    assertThat(merged).extracting(Change::version).isSorted().doesNotHaveDuplicates();
    assertThat(moves(merged)).isEqualTo(moves(history));
    for (int i = 1; i < merged.size(); i++) {
      assertThat(merged.get(i - 1).isKeyMove() || merged.get(i).isKeyMove()).isTrue();
    }
  }

  @Property(tries = 3_000)
  void leavesTheSameRowAsAReplayInTheOrderOfTheSource(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    List<Change> merged = mergedInGroups(history, new Random(seed));

    assertThat(ReplayModel.ofMerged(ChangeHistories.merged(merged)))
        .isEqualTo(ReplayModel.of(history));
  }

  @Property(tries = 3_000)
  void movesTheSameRowsAsAReplayIfTheMovesArriveFirst(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    Random random = new Random(seed);
    List<Change> shuffled = new ArrayList<>(history);
    Collections.shuffle(shuffled, random);
    List<Change> movesFirst =
        Stream.concat(
                shuffled.stream().filter(Change::isKeyMove),
                shuffled.stream().filter(change -> !change.isKeyMove()))
            .toList();

    assertSame(merged(movesFirst), merged(inOrder(history)));
    assertSame(merged(merged(movesFirst)), merged(movesFirst));
  }

  /** Merges as bundles and panes do: groups of any size are merged, and then their results. */
  private static List<Change> mergedInGroups(List<Change> history, Random random) {
    List<Change> left = new ArrayList<>(history);
    Collections.shuffle(left, random);
    List<Change> panes = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Change> group = left.subList(0, 1 + random.nextInt(left.size()));
      panes.addAll(merged(group));
      group.clear();
    }
    return merged(panes);
  }

  private static List<Change> merged(List<Change> changes) {
    KeyAccumulators accumulator = new KeyAccumulators(new ArraySegments());
    changes.forEach(accumulator::add);
    return accumulator.batches(0, 1_000, 1 << 20).stream()
        .flatMap(batch -> batch.changes().stream())
        .toList();
  }

  private static List<Change> inOrder(List<Change> history) {
    return history.stream().sorted(java.util.Comparator.comparing(Change::version)).toList();
  }

  private static List<Version> moves(List<Change> changes) {
    return changes.stream()
        .filter(Change::isKeyMove)
        .map(Change::version)
        .sorted()
        .distinct()
        .toList();
  }

  private static void assertSame(List<Change> actual, List<Change> expected) {
    assertThat(actual.stream().map(ReplayModel::ofMerged))
        .containsExactlyElementsOf(expected.stream().map(ReplayModel::ofMerged).toList());
    assertThat(actual.stream().map(Change::recordCount))
        .containsExactlyElementsOf(expected.stream().map(Change::recordCount).toList());
    assertThat(actual.stream().map(Change::movedTo))
        .containsExactlyElementsOf(expected.stream().map(Change::movedTo).toList());
  }

  private static BitSet offsets(List<Change> changes) {
    BitSet offsets = new BitSet();
    for (Change change : changes) {
      for (OffsetRange offsetRange : change.origins().ranges()) {
        offsets.set((int) offsetRange.from(), (int) offsetRange.to());
      }
    }
    return offsets;
  }

  /** Changes in any order, some delivered twice; changes of one version are equal. */
  @Provide
  Arbitrary<List<Change>> history() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 4).list().ofSize(10),
            Arbitraries.longs().between(1, 10).list().ofMinSize(1).ofMaxSize(14))
        .as(
            (kinds, positions) ->
                positions.stream()
                    .map(position -> change(position, kinds.get((int) (position - 1))))
                    .toList());
  }

  private static Change change(long position, int kind) {
    return switch (kind) {
      case 0 -> ChangeHistories.upsert(1, position, "n" + position);
      case 1 -> ChangeHistories.partial(1, position, "big", position);
      case 2 -> ChangeHistories.delete(1, position);
      case 3 -> ChangeHistories.deleteOf(1, position, "d" + position);
      default -> ChangeHistories.moved(1, position, 2);
    };
  }
}
