package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Durations, points, hstore and negative zero. */
class FitterStructsTest {
  private static final String NO_HSTORE = "JSON that is not an object of texts and nulls";

  @ParameterizedTest
  @MethodSource
  void fits(TargetColumn column, Object value, Object expected) throws ValueDoesNotFitException {
    Object fitted = ColumnFitter.fit(column, value);

    assertThat(fitted).isEqualTo(expected);
    assertThat(ColumnFitter.fit(column, fitted)).as("fitted again").isEqualTo(expected);
  }

  static Stream<Arguments> fits() {
    return Stream.of(
        arguments(column("interval"), LocalTime.of(10, 0), "PT10H"),
        arguments(column("interval"), Duration.ofSeconds(-3_020_399), "PT-838H-59M-59S"),
        arguments(column("interval"), Duration.ofNanos(-1_000), "PT-0.000001S"),
        arguments(column("int8"), Duration.ofMillis(1_500), 1_500_000L),
        arguments(column("numeric"), Duration.ofNanos(1_500), decimal("1.5")),
        arguments(column("text"), Duration.ofSeconds(3_020_399), "838:59:59"),
        arguments(column("text"), Duration.ofMillis(-500), "-00:00:00.5"),
        arguments(column("float8"), -0.0, -0.0),
        arguments(column("float8"), "-0.0", -0.0),
        arguments(column("float4"), -0.0, -0.0),
        arguments(column("text"), -0.0, "-0.0"),
        arguments(
            column("point"),
            Map.of("x", decimal("1.5"), "y", decimal("-2.25"), "wkb", "AQ=="),
            "(1.5,-2.25)"),
        arguments(column("point"), "(1,2)", "(1,2)"),
        arguments(column("hstore"), Map.of("q\"t", "a,\\b"), "\"q\\\"t\"=>\"a,\\\\b\""),
        arguments(
            column("ext.hstore"),
            "{\"color\":\"red\",\"note\":null}",
            "\"color\"=>\"red\", \"note\"=>NULL"),
        arguments(column("hstore"), "{}", ""),
        arguments(column("hstore"), "\"a\"=>\"b\"", "\"a\"=>\"b\""));
  }

  @ParameterizedTest
  @MethodSource
  void refuses(TargetColumn column, Object value, String why) {
    assertThatThrownBy(() -> ColumnFitter.fit(column, value))
        .isInstanceOf(ValueDoesNotFitException.class)
        .hasMessageEndingWith("): " + why);
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        arguments(column("point"), Map.of("x", 1L), "an object without the numbers x and y"),
        arguments(column("hstore"), "{\"a\":1}", NO_HSTORE),
        arguments(column("hstore"), "{\"a\":\"b\"", NO_HSTORE),
        arguments(column("hstore"), "{} {}", NO_HSTORE),
        arguments(column("hstore"), Map.of("a", List.of()), NO_HSTORE),
        arguments(column("hstore"), "{\"a\":\"b\",\"a\":\"c\"}", NO_HSTORE));
  }

  private static TargetColumn column(String type) {
    return TestColumns.column("some", type, 0, 0, true, false, false);
  }

  private static BigDecimal decimal(String number) {
    return new BigDecimal(number);
  }
}
