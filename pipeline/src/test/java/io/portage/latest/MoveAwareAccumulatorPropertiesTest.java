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

/** What always holds for the changes of one key of which some move the row away. */
final class MoveAwareAccumulatorPropertiesTest {
  @Property(tries = 3_000)
  void losesNothingAndKeepsEveryMoveInItsPlace(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    List<Change> folded = foldedInGroups(history, new Random(seed));

    assertThat(folded.stream().mapToInt(Change::recordCount).sum()).isEqualTo(history.size());
    assertThat(offsets(folded)).isEqualTo(offsets(history));
    assertThat(folded).extracting(Change::version).isSorted().doesNotHaveDuplicates();
    assertThat(moves(folded)).isEqualTo(moves(history));
    for (int i = 1; i < folded.size(); i++) {
      assertThat(folded.get(i - 1).isKeyMove() || folded.get(i).isKeyMove()).isTrue();
    }
  }

  @Property(tries = 3_000)
  void leavesAtTheKeyWhatAReplayInTheSourcesOrderWouldLeave(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    List<Change> folded = foldedInGroups(history, new Random(seed));

    assertThat(ReplayModel.ofMerged(ChangeHistories.merged(folded)))
        .isEqualTo(ReplayModel.of(history));
  }

  @Property(tries = 3_000)
  void hasAlsoWhatTheMovesTakeAlongWhenTheyComeBeforeWhatIsMerged(
      @ForAll("history") List<Change> history, @ForAll long seed) {
    Random random = new Random(seed);
    List<Change> shuffled = new ArrayList<>(history);
    Collections.shuffle(shuffled, random);
    List<Change> movesFirst =
        Stream.concat(
                shuffled.stream().filter(Change::isKeyMove),
                shuffled.stream().filter(change -> !change.isKeyMove()))
            .toList();

    assertSame(folded(movesFirst), folded(inOrder(history)));
    assertSame(folded(folded(movesFirst)), folded(movesFirst));
  }

  /** As bundles and panes do it: groups of any size are folded, and then what came of them. */
  private static List<Change> foldedInGroups(List<Change> history, Random random) {
    List<Change> left = new ArrayList<>(history);
    Collections.shuffle(left, random);
    List<Change> panes = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Change> group = left.subList(0, 1 + random.nextInt(left.size()));
      panes.addAll(folded(group));
      group.clear();
    }
    return folded(panes);
  }

  private static List<Change> folded(List<Change> changes) {
    KeyAccumulators folds = new KeyAccumulators(new ArraySegments());
    changes.forEach(folds::add);
    return folds.batches(0, 1_000, 1 << 20).stream()
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

  /** Changes in any order, some delivered twice; what has one version is one change. */
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
