package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that a column cannot hold exactly because of its type modifier. */
final class FitterBoundsTest {
  @ParameterizedTest(name = "{0} refuses {1}: {2}")
  @MethodSource
  void rejectsValuesThatTheDatabaseWouldRoundOrTruncate(
      TargetColumn column, Object value, String reason) {
    refuses(column, value, reason);
  }

  static Stream<Arguments> rejectsValuesThatTheDatabaseWouldRoundOrTruncate() {
    String millis = "more than 3 digits of a second";
    String unit = "a unit that the column does not keep";
    String notIso =
        "text that is not in ISO 8601 form (P1Y2M3D), which this column needs because it keeps only"
            + " some units";
    return Stream.of(
        arguments(text("timestamp", 1_000), "2024-01-01T00:00:00.0001", millis),
        arguments(text("timestamptz", 1_000), Instant.parse("2024-01-01T00:00:00.123456Z"), millis),
        arguments(text("time", 1_000), LocalTime.of(0, 0, 0, 999_999_000), millis),
        arguments(text("timetz", 1_000), "10:00:00.0001Z", millis),
        arguments(text("interval", 1_000), "00:00:00.0001", millis),
        arguments(
            text("timestamp", 1_000_000),
            "2024-01-01T00:00:00.5",
            "more than 0 digits of a second"),
        arguments(interval(1), "P1Y2M", unit),
        arguments(interval(3), "P1DT1H", unit),
        arguments(interval(4), "P1DT1H0M0.5S", unit),
        arguments(interval(3), "1 day", notIso),
        arguments(interval(2), "1 mons", notIso),
        arguments(text("_varchar", 2), List.of("ab", "abc"), "text of more than 2 characters"),
        arguments(text("_varchar", 2), "{ab,abc}", "text of more than 2 characters"),
        arguments(array("_numeric", 4, 2), "{1.005}", "more than 2 digits after the decimal point"),
        arguments(
            array("_numeric", 4, 2), List.of(100L), "more than 2 digits before the decimal point"),
        arguments(text("_timestamp", 1_000), List.of("2024-01-01T00:00:00.0001"), millis),
        arguments(mood("mood"), "ugly", "text that is none of the enum's labels"),
        arguments(mood("_mood"), "{happy,ugly}", "text that is none of the enum's labels"));
  }

  @Test
  void acceptsValuesThatTheColumnHoldsExactly() throws Exception {
    fits(
        text("timestamp", 1_000),
        "2024-01-01T00:00:00.123",
        LocalDateTime.of(2024, 1, 1, 0, 0, 0, 123_000_000));
    fits(text("interval", 1_000), "PT0.1230S", "PT0.1230S");
    fits(interval(3), "P1Y2M3DT0H0M0.0S", "P1Y2M3DT0H0M0.0S");
    fits(text("_varchar", 2), List.of("ab"), "{\"ab\"}");
    fits(array("_numeric", 4, 2), "{1.5}", "{\"1.50\"}");
    fits(mood("mood"), "happy", "happy");
    fits(mood("_mood"), List.of("happy"), "{\"happy\"}");
  }

  private static TargetColumn array(String type, int length, int scale) {
    return TestColumns.column("some", type, length, scale, true, false, false);
  }

  private static TargetColumn interval(int finest) {
    return array("interval", 0, finest);
  }

  private static TargetColumn mood(String type) {
    return TestColumns.column(
        "some", type, 0, 0, true, false, false, false, List.of("happy", "sad"));
  }

  private static TargetColumn text(String type, int length) {
    return array(type, length, 0);
  }

  private static void fits(TargetColumn column, Object value, Object expected) throws Exception {
    assertThat(ColumnFitter.fit(column, value)).isEqualTo(expected);
  }

  private static void refuses(TargetColumn column, Object value, String reason) {
    assertThatThrownBy(() -> ColumnFitter.fit(column, value))
        .isInstanceOf(ValueDoesNotFitException.class)
        .hasMessageEndingWith("): " + reason);
  }
}
