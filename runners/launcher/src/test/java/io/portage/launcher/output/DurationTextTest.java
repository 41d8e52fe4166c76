package io.portage.launcher.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 ms",
    "PT0.25S, 250 ms",
    "PT0.5S, 500 ms",
    "PT1S, 1 s",
    "PT1.5S, 1.5 s",
    "PT12.345S, 12.3 s",
    "PT30S, 30 s",
    "PT10M, 10 min",
    "PT100M, 100 min",
    "PT2H, 2 h",
    "P7D, 7 d",
    "P400DT1S, 400 d"
  })
  void isTextForPeople(Duration duration, String text) {
    assertThat(DurationText.of(duration)).isEqualTo(text);
  }
}
