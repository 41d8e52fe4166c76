package io.portage.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationParserTest {
  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "10s,PT10S", "5m,PT5M", "1h,PT1H", "2d,PT48H", "0s,PT0S"})
  void readsANumberAndAUnit(String text, Duration expected) throws Exception {
    assertThat(DurationParser.parse(text, Duration.ZERO)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "s", "10 s", "-1s", "1.5s", "10S", "1m30s", "PT10S", "１s"})
  void rejectsOtherTexts(String text) {
    assertThatThrownBy(() -> DurationParser.parse(text, Duration.ZERO))
        .hasMessage("not a duration (write 10s, 500ms, 5m, 1h)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"9ms", "366d", "999999999999d", "99999999999999999999s"})
  void rejectsDurationsOutOfRange(String text) {
    assertThatThrownBy(() -> DurationParser.parse(text, Duration.ofMillis(10)))
        .hasMessage("out of range (from 10ms to 365d)");
  }
}
