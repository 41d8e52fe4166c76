package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OffsetRangesTest {
  /** Few partitions and offsets, so that ranges are adjacent, overlap or are equal. */
  @Provide
  Arbitrary<List<OffsetRange>> ranges() {
    return Combinators.combine(
            Arbitraries.of("a", "b"),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(0, 40),
            Arbitraries.longs().between(1, 6),
            Arbitraries.of(
                ChangePart.WHOLE,
                ChangePart.DELETE,
                ChangePart.UPSERT,
                ChangePart.ofRow(0, false),
                ChangePart.ofRow(3, true).delete(),
                ChangePart.ofRow(65_535, true)))
        .as(
            (topic, partition, from, size, changePart) ->
                range(topic, partition, from, size, changePart))
        .list()
        .ofMaxSize(60);
  }

  private static OffsetRange range(
      String topic, int partition, long from, long size, ChangePart changePart) {
    return new OffsetRange(topic, partition, from, from + size, changePart);
  }

  @Property(tries = 300)
  void unionCoversWhatItsPartsCoverAndNothingElse(
      @ForAll("ranges") List<OffsetRange> some, @ForAll("ranges") List<OffsetRange> more) {
    List<OffsetRanges> parts = new ArrayList<>();
    some.forEach(offsetRange -> parts.add(OffsetRanges.of(offsetRange)));
    parts.add(OffsetRanges.of(more));

    OffsetRanges union = OffsetRanges.union(parts);

    List<OffsetRange> all = new ArrayList<>(some);
    all.addAll(more);
    assertThat(offsets(union.ranges())).isEqualTo(offsets(all));
    assertThat(union.ranges()).isSorted();
  }

  @Property(tries = 300)
  void unionOfUnionsIsTheSameAsAllRangesTogether(
      @ForAll("ranges") List<OffsetRange> some, @ForAll("ranges") List<OffsetRange> more) {
    List<OffsetRange> first = new ArrayList<>();
    some.forEach(one -> first.add(asWholeRecord(one)));
    List<OffsetRange> others = new ArrayList<>();
    more.forEach(one -> others.add(asWholeRecord(one)));
    List<OffsetRange> all = new ArrayList<>(first);
    all.addAll(others);

    assertThat(OffsetRanges.union(List.of(OffsetRanges.of(first), OffsetRanges.of(others))))
        .isEqualTo(OffsetRanges.of(all));
  }

  @Test
  void unionJoinsNeighboursAndKeepsGaps() {
    OffsetRanges union =
        OffsetRanges.union(
            List.of(
                OffsetRanges.of(range("t", 1, 5, 5, ChangePart.WHOLE)),
                OffsetRanges.of(range("t", 0, 7, 1, ChangePart.WHOLE)),
                OffsetRanges.of(range("t", 1, 0, 5, ChangePart.WHOLE)),
                OffsetRanges.of(range("t", 1, 11, 1, ChangePart.WHOLE))));

    assertThat(union.ranges())
        .containsExactly(
            range("t", 0, 7, 1, ChangePart.WHOLE),
            range("t", 1, 0, 10, ChangePart.WHOLE),
            range("t", 1, 11, 1, ChangePart.WHOLE));
    assertThat(OffsetRanges.union(List.of())).isEqualTo(OffsetRanges.none());
  }

  private static OffsetRange asWholeRecord(OffsetRange one) {
    return new OffsetRange(one.topic(), one.partition(), one.from(), one.to(), ChangePart.WHOLE);
  }

  private static Set<String> offsets(List<OffsetRange> ranges) {
    Set<String> offsets = new TreeSet<>();
    for (OffsetRange one : ranges) {
      for (long offset = one.from(); offset < one.to(); offset++) {
        offsets.add(one.topic() + one.partition() + "-" + offset + one.part());
      }
    }
    return offsets;
  }
}
