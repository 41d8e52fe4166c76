package io.portage.verify.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LogPositionTest {
  @ParameterizedTest
  @CsvSource({
    "0/9F, 0/100",
    "0/FFFFFFFF, 1/0",
    "7FFFFFFF/0, FFFFFFFF/FFFFFFFF",
    "binlog.000009:900, binlog.000010:4",
    "binlog.999999:4, binlog.1000000:4",
    "a.000002:99, a.000002:100",
  })
  void comparesAsNumbers(String lower, String higher) {
    LogPosition low = LogPosition.parse(lower);
    LogPosition high = LogPosition.parse(higher);

    assertThat(low).isLessThan(high);
    assertThat(high.hasReached(low)).isTrue();
    assertThat(low.hasReached(low)).isTrue();
    assertThat(low.hasReached(high)).isFalse();
    assertThat(high).hasToString(higher);
  }

  @Test
  void tellsDistances() {
    assertThat(LogPosition.parse("1/10").distanceFrom(LogPosition.parse("0/FFFFFFF0")))
        .isEqualTo("32 bytes");
    assertThat(LogPosition.parse("b.3:4").distanceFrom(LogPosition.parse("b.2:900")))
        .isEqualTo("1 binlog file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/", "0/123456789", "G/0", "binlog:4", "binlog.x:4", "b.1:-4"})
  void rejectsOtherTexts(String text) {
    assertThatThrownBy(() -> LogPosition.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not a log position");
  }

  @Test
  void rejectsAComparisonOfTwoKinds() {
    LogPosition lsn = LogPosition.ofLsn(1);
    LogPosition place = LogPosition.ofBinlog("b.1", 4);

    assertThatThrownBy(() -> lsn.compareTo(place)).isInstanceOf(IllegalArgumentException.class);
  }
}
