package io.portage.target.fitting;

import static io.portage.target.fitting.ColumnFitterTest.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fractions in intervals: PostgreSQL would convert half a month to 15 days. */
final class IntervalFitterTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT0.5H",
        "P1Y2M3DT4H5M6.5S",
        "1 day 2.5 hours 3.5 secs 1.5 milliseconds",
      })
  void keepsFractionsOfHoursAndShorterUnits(String text) throws Exception {
    assertThat(ColumnFitter.fit(column("interval"), text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "P0.5M",
        "-P1.5DT1H",
        "P0,5Y",
        "1.5 days",
        "0.5 mon",
        "1 year 0.25 WEEKS ago",
        "0.1 millennium",
      })
  void refusesFractionsOfDaysAndLongerUnits(String text) {
    assertThatThrownBy(() -> ColumnFitter.fit(column("interval"), text))
        .hasMessageContaining(
            "a fraction of a day or a longer unit, which the database would convert to days and"
                + " hours (half a month to 15 days): write whole units");
  }
}
