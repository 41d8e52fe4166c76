package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class VersionTest {
  private static final Version HIGHEST = new Version(255, -1, -1, 65_535, (1L << 48) - 1);

  @Property
  void numbersHaveTheOrderOfVersions(@ForAll("versions") Version a, @ForAll("versions") Version b) {
    int order = Integer.signum(a.compareTo(b));

    assertThat(a.toNumber().compareTo(b.toNumber())).isEqualTo(order);
    assertThat(a.isAfter(b)).isEqualTo(order > 0);
    assertThat(a.equals(b)).isEqualTo(order == 0);
  }

  @Property
  void numbersConvertBackToTheVersion(@ForAll("versions") Version version) {
    BigInteger number = version.toNumber();

    assertThat(Version.ofNumber(new BigDecimal(number))).isEqualTo(version);
    assertThat(Version.ofNumber(new BigDecimal(number).setScale(2))).isEqualTo(version);
  }

  @Property
  void laterTimesAreHigherVersions(@ForAll long earlier, @ForAll long later) {
    Version a = Version.of(0, SourcePosition.ofTime(earlier), 0, 0);
    Version b = Version.of(0, SourcePosition.ofTime(later), 0, 0);

    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(Long.compare(earlier, later));
  }

  @Test
  void comparesPositionsAsNumbersWithoutASign() {
    Version short9f = Version.of(0, SourcePosition.ofPostgres(0, 0x9F), 0, 0);
    Version long100 = Version.of(0, SourcePosition.ofPostgres(0, 0x100), 0, 0);
    Version negative = Version.of(0, SourcePosition.ofPostgres(0, Long.MIN_VALUE), 0, 0);
    Version file9 = Version.of(0, SourcePosition.ofBinlog(999_999, 4, 0), 0, 0);
    Version file10 = Version.of(0, SourcePosition.ofBinlog(1_000_000, 4, 0), 0, 0);

    assertThat(long100.isAfter(short9f)).isTrue();
    assertThat(negative.isAfter(long100)).isTrue();
    assertThat(file10.isAfter(file9)).isTrue();
  }

  @Test
  void putsSnapshotsWithoutAPositionBelowAllOthers() {
    Version snapshot = Version.of(0, SourcePosition.LOWEST, 65_535, 1_000_000);
    Version first = Version.of(0, SourcePosition.ofPostgres(0, 1), 0, 0);
    Version earliest = Version.of(0, SourcePosition.ofTime(Long.MIN_VALUE + 1), 0, 0);

    assertThat(first.isAfter(snapshot)).isTrue();
    assertThat(earliest.isAfter(snapshot)).isTrue();
  }

  @Test
  void detectsASnapshotRowAfterAGreaterVersion() {
    Version streamed = Version.of(0, SourcePosition.ofPostgres(500, 510), 2, 10);
    Version later = Version.of(0, SourcePosition.SNAPSHOT, 2, 11);

    assertThat(later.isOutOfOrderAfter(streamed)).isTrue();
    assertThat(streamed.isAfter(later)).isTrue();
    assertThat(Version.of(0, SourcePosition.SNAPSHOT, 2, 9).isOutOfOrderAfter(streamed)).isFalse();
    assertThat(Version.of(0, SourcePosition.SNAPSHOT, 1, 11).isOutOfOrderAfter(streamed)).isFalse();
    assertThat(Version.of(1, SourcePosition.SNAPSHOT, 2, 11).isOutOfOrderAfter(streamed)).isFalse();
    assertThat(Version.of(0, SourcePosition.LOWEST, 2, 11).isOutOfOrderAfter(streamed)).isFalse();
    assertThat(later.isOutOfOrderAfter(Version.of(0, SourcePosition.SNAPSHOT, 2, 10))).isFalse();
  }

  @Test
  void breaksTiesByOffsetAndByPartitionFirst() {
    Version early = new Version(0, 1, 1, 0, 5);

    assertThat(new Version(0, 1, 1, 0, 6).isAfter(early)).isTrue();
    assertThat(new Version(0, 1, 1, 1, 4).isAfter(early)).isTrue();
    assertThat(new Version(0, 1, 1, 0, 5).isAfter(early)).isFalse();
    assertThat(new Version(1, 0, 0, 0, 0).isAfter(early)).isTrue();
  }

  @Test
  void fitsADecimalOf65Digits() {
    assertThat(new BigDecimal(HIGHEST.toNumber()).precision()).isLessThanOrEqualTo(65);
    assertThat(HIGHEST.toNumber().bitLength()).isEqualTo(200);
  }

  @Test
  void rejectsNumbersThatAreNotVersions() {
    BigDecimal beyond = new BigDecimal(HIGHEST.toNumber().add(BigInteger.ONE));

    assertThatThrownBy(() -> Version.ofNumber(beyond)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Version.ofNumber(BigDecimal.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Version.ofNumber(new BigDecimal("1.5")))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Version(256, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Provide
  Arbitrary<Version> versions() {
    Arbitrary<Long> position = Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.of(0L, 1L, -1L));
    return Combinators.combine(
            Arbitraries.integers().between(0, 255),
            position,
            position,
            Arbitraries.integers().between(0, 65_535),
            Arbitraries.longs().between(0, (1L << 48) - 1))
        .as(Version::new);
  }

  @Test
  void aMovedRowIsBelowEveryVersionOfThePositionAndAboveAllEarlierOnes() {
    Version arrival = new Version(1, 5, 7, 3, 99).versionAfterMove();

    assertThat(new Version(1, 5, 7, 0, 0).isAfter(arrival)).isTrue();
    assertThat(arrival.isAfter(new Version(1, 5, 6, 65_535, 1_000))).isTrue();
    assertThat(arrival.toNumber())
        .isEqualTo(new Version(1, 5, 7, 0, 0).toNumber().subtract(java.math.BigInteger.ONE));
  }

  @Test
  void thePredecessorIsTheNumberMinusOne() {
    for (Version version :
        new Version[] {
          new Version(1, 2, 3, 4, 5),
          new Version(1, 2, 3, 4, 0),
          new Version(1, 2, 3, 0, 0),
          new Version(1, 2, 0, 0, 0),
          new Version(1, Long.MIN_VALUE, 0, 0, 0),
          new Version(1, 0, 0, 0, 0)
        }) {
      assertThat(version.predecessor().toNumber())
          .isEqualTo(version.toNumber().subtract(java.math.BigInteger.ONE));
      for (int steps : new int[] {0, 1, 5, 6, 65_535}) {
        assertThat(version.lowerBy(steps).toNumber())
            .isEqualTo(version.toNumber().subtract(java.math.BigInteger.valueOf(steps)));
      }
    }
    Version lowest = new Version(0, 0, 0, 0, 0);
    assertThat(lowest.predecessor()).isEqualTo(lowest);
    assertThat(new Version(0, 0, 0, 0, 3).lowerBy(9)).isEqualTo(lowest);
  }
}
