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

class OriginsTest {
  /** Few partitions and offsets, so that stretches meet, overlap and are the same. */
  @Provide
  Arbitrary<List<Interval>> stretches() {
    return Combinators.combine(
            Arbitraries.of("a", "b"),
            Arbitraries.integers().between(0, 2),
            Arbitraries.longs().between(0, 40),
            Arbitraries.longs().between(1, 6),
            Arbitraries.of(Half.values()))
        .as((topic, partition, from, size, half) -> interval(topic, partition, from, size, half))
        .list()
        .ofMaxSize(60);
  }

  private static Interval interval(String topic, int partition, long from, long size, Half half) {
    return new Interval(topic, partition, from, from + size, half);
  }

  @Property(tries = 300)
  void unionCoversWhatItsPartsCoverAndNothingElse(
      @ForAll("stretches") List<Interval> some, @ForAll("stretches") List<Interval> more) {
    List<Origins> parts = new ArrayList<>();
    some.forEach(interval -> parts.add(Origins.of(interval)));
    parts.add(Origins.of(more));

    Origins union = Origins.union(parts);

    List<Interval> all = new ArrayList<>(some);
    all.addAll(more);
    assertThat(offsets(union.intervals())).isEqualTo(offsets(all));
    assertThat(union.intervals()).isSorted();
  }

  @Property(tries = 300)
  void unionOfOneHalfIsTheSameAsAllStretchesTogether(
      @ForAll("stretches") List<Interval> some, @ForAll("stretches") List<Interval> more) {
    List<Interval> whole = new ArrayList<>();
    some.forEach(one -> whole.add(inHalf(one)));
    List<Interval> others = new ArrayList<>();
    more.forEach(one -> others.add(inHalf(one)));
    List<Interval> all = new ArrayList<>(whole);
    all.addAll(others);

    assertThat(Origins.union(List.of(Origins.of(whole), Origins.of(others))))
        .isEqualTo(Origins.of(all));
  }

  @Test
  void unionJoinsNeighboursAndKeepsGaps() {
    Origins union =
        Origins.union(
            List.of(
                Origins.of(interval("t", 1, 5, 5, Half.WHOLE)),
                Origins.of(interval("t", 0, 7, 1, Half.WHOLE)),
                Origins.of(interval("t", 1, 0, 5, Half.WHOLE)),
                Origins.of(interval("t", 1, 11, 1, Half.WHOLE))));

    assertThat(union.intervals())
        .containsExactly(
            interval("t", 0, 7, 1, Half.WHOLE),
            interval("t", 1, 0, 10, Half.WHOLE),
            interval("t", 1, 11, 1, Half.WHOLE));
    assertThat(Origins.union(List.of())).isEqualTo(Origins.none());
  }

  private static Interval inHalf(Interval one) {
    return new Interval(one.topic(), one.partition(), one.from(), one.to(), Half.WHOLE);
  }

  private static Set<String> offsets(List<Interval> intervals) {
    Set<String> offsets = new TreeSet<>();
    for (Interval one : intervals) {
      for (long offset = one.from(); offset < one.to(); offset++) {
        offsets.add(one.topic() + one.partition() + "-" + offset + one.half());
      }
    }
    return offsets;
  }
}
