package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ColumnFitterTest {
  private static final String TINYINT =
      "a number that is neither 0 nor 1: MySQL's tinyint(1) can hold other numbers, give the column"
          + " the type smallint";
  private static final String ZONED =
      "an instant in a column without a zone: give the column the type timestamptz, or convert"
          + " it to local time in a computed column";
  private static final String ZONELESS =
      "a date and time without a zone: give the column the type timestamp, or set the zone in"
          + " a computed column";
  private static final String NO_INSTANT = "text that is not an ISO date and time with an offset";
  private static final String NO_TIMESTAMP = "text that is not an ISO date and time without a zone";

  private static final String UUID = "0f8fad5b-d9cb-469f-a165-70867728950e";
  private static final String SMILE = "\uD83D\uDE00";

  @ParameterizedTest(name = "{0} takes {1}")
  @MethodSource
  void fits(TargetColumn column, Object value, Object expected) throws Exception {
    Object fitted = ColumnFitter.fit(column, value);

    assertThat(fitted).isEqualTo(expected).hasSameClassAs(expected);
    assertThat(ColumnFitter.fit(column, fitted)).as("fitted again").isEqualTo(expected);
  }

  static Stream<Arguments> fits() {
    return Stream.of(
            Stream.of(
                arguments(column("int2"), 32_767L, 32_767L),
                arguments(column("int4"), -2_147_483_648L, -2_147_483_648L),
                arguments(column("int8"), Long.MIN_VALUE, Long.MIN_VALUE),
                arguments(column("int8"), new BigDecimal("12.00"), 12L),
                arguments(column("int8"), new BigDecimal("1E+3"), 1_000L),
                arguments(column("int8"), new BigDecimal("0E+999999999"), 0L),
                arguments(column("int8"), 7.0, 7L),
                arguments(column("int8"), "123", 123L),
                arguments(column("int8"), "-9223372036854775808", Long.MIN_VALUE),
                arguments(column("oid"), 4_294_967_295L, 4_294_967_295L)),
            Stream.of(
                arguments(numeric(10, 2), 5L, new BigDecimal("5.00")),
                arguments(numeric(10, 2), new BigDecimal("1.0"), new BigDecimal("1.00")),
                arguments(numeric(10, 2), new BigDecimal("1.000"), new BigDecimal("1.00")),
                arguments(numeric(3, 2), new BigDecimal("-9.99"), new BigDecimal("-9.99")),
                arguments(numeric(3, 5), new BigDecimal("0.00123"), new BigDecimal("0.00123")),
                arguments(numeric(2, -3), 12_000L, new BigDecimal("12000")),
                arguments(numeric(20, 0), "18446744073709551615", decimal("18446744073709551615")),
                arguments(numeric(0, 0), 0.1, new BigDecimal("0.1")),
                arguments(numeric(0, 0), new BigDecimal("1.50"), new BigDecimal("1.50")),
                arguments(numeric(0, 0), new BigDecimal("2E+3"), new BigDecimal("2000")),
                arguments(numeric(0, 0), "-1.5e-3", new BigDecimal("-0.0015")),
                arguments(numeric(0, 0), "NEGATIVE_INFINITY", "-Infinity"),
                arguments(numeric(0, 0), Double.POSITIVE_INFINITY, "Infinity"),
                arguments(numeric(5, 2), "NAN", "NaN"),
                arguments(
                    column("money"),
                    decimal("-92233720368547758.08"),
                    decimal("-92233720368547758.08")),
                arguments(column("money"), 5L, decimal("5.00"))),
            Stream.of(
                arguments(column("float8"), 3L, 3.0),
                arguments(column("float8"), new BigDecimal("0.1"), 0.1),
                arguments(column("float8"), Double.NaN, Double.NaN),
                arguments(column("float8"), "NaN", Double.NaN),
                arguments(column("float8"), "-Infinity", Double.NEGATIVE_INFINITY),
                arguments(column("float8"), "Infinity", Double.POSITIVE_INFINITY),
                arguments(column("float8"), "1e308", 1e308),
                arguments(column("float4"), 0.5, 0.5),
                arguments(column("float4"), 0.1000000001, 0.1),
                // Just above the middle of two floats; the nearest double is the middle itself.
                arguments(
                    column("float4"), new BigDecimal("1.000000059604644775390626"), 1.0000001),
                arguments(column("float4"), 4611686293305294849L, 4.6116866E18)),
            Stream.of(
                arguments(column("bool"), true, true),
                arguments(column("bool"), 0L, false),
                arguments(column("bool"), new BigDecimal("1.0"), true),
                arguments(column("bool"), "false", false),
                arguments(column("bit"), true, "1"),
                arguments(column("varbit"), "0101", "0101")),
            Stream.of(
                arguments(column("text"), "Zürich " + SMILE, "Zürich " + SMILE),
                arguments(column("text"), 5L, "5"),
                arguments(column("text"), new BigDecimal("1E+3"), "1000"),
                arguments(column("text"), true, "true"),
                arguments(column("text"), LocalTime.of(10, 0), "10:00:00"),
                arguments(text("varchar", 2), SMILE + SMILE, SMILE + SMILE),
                arguments(text("bpchar", 3), "ab  ", "ab"),
                arguments(column("citext"), "Ab", "Ab"),
                arguments(column("name"), "x".repeat(63), "x".repeat(63)),
                arguments(column("mood"), "happy", "happy"),
                arguments(column("interval"), "P1DT2H", "P1DT2H"),
                arguments(column("uuid"), UUID.toUpperCase(Locale.ROOT), UUID),
                arguments(column("bytea"), new byte[] {1, 2}, new byte[] {1, 2}),
                arguments(column("bytea"), "\\x0AfF", new byte[] {10, -1}),
                arguments(column("bytea"), "-_8=", new byte[] {-5, -1}),
                arguments(column("char"), "x", "x"),
                arguments(text("bit", 11), new byte[] {5, 4}, "10000000101"),
                arguments(text("varbit", 5), "0101", "0101"),
                arguments(column("bytea"), base64(new byte[] {1, 2}), new byte[] {1, 2})))
        .flatMap(part -> part);
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @MethodSource
  void fitsDatesAndTimes(String type, Object value, Object expected) throws Exception {
    fits(column(type), value, expected);
  }

  static Stream<Arguments> fitsDatesAndTimes() {
    LocalDateTime noon = LocalDateTime.of(2024, 2, 29, 12, 0, 0, 123_456_000);
    Instant instant = Instant.parse("2024-02-29T12:00:00.123456Z");
    return Stream.of(
        arguments("date", "2024-02-29", LocalDate.of(2024, 2, 29)),
        arguments("date", 19_782L, LocalDate.of(2024, 2, 29)),
        arguments("date", -1L, LocalDate.of(1969, 12, 31)),
        arguments("date", LocalDateTime.of(2024, 2, 29, 0, 0), LocalDate.of(2024, 2, 29)),
        arguments("date", LocalDate.of(-4713, 11, 24), LocalDate.of(-4713, 11, 24)),
        arguments("date", 2_932_896L, LocalDate.of(9999, 12, 31)),
        arguments("date", -719_162L, LocalDate.of(1, 1, 1)),
        arguments("date", "+5874897-12-31", LocalDate.of(5_874_897, 12, 31)),
        arguments("date", "1582-10-10", LocalDate.of(1582, 10, 10)),
        arguments("date", "infinity", "infinity"),
        arguments("date", "0044-03-15 BC", LocalDate.of(-43, 3, 15)),
        arguments("date", "0001-12-31 BC", LocalDate.of(0, 12, 31)),
        arguments("date", "12345-01-01", LocalDate.of(12_345, 1, 1)),
        arguments("timestamp", "0044-03-15 12:00:00 BC", LocalDateTime.of(-43, 3, 15, 12, 0)),
        arguments(
            "timestamptz", "12345-01-01 02:00:00+02", Instant.parse("+12345-01-01T00:00:00Z")),
        arguments("timetz", "24:00:00+05:30", "24:00:00+05:30"),
        arguments("timetz", "10:33:23.123456Z", "10:33:23.123456Z"),
        arguments("interval", "-838:59:59.123456000", "-838:59:59.123456000"),
        arguments("time", "23:59:59.999999", LocalTime.of(23, 59, 59, 999_999_000)),
        arguments("time", "24:00:00", "24:00:00"),
        arguments("timestamp", "2024-02-29T12:00:00.123456", noon),
        arguments("timestamp", "2024-02-29 12:00:00.123456", noon),
        arguments("timestamp", LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 2, 29, 0, 0)),
        arguments("timestamp", "-infinity", "-infinity"),
        arguments("timestamptz", "2024-02-29T12:00:00.123456Z", instant),
        arguments("timestamptz", "2024-02-29 14:00:00.123456+02", instant),
        arguments("timestamptz", "2024-02-29T14:00:00.123456+0200", instant),
        arguments("timestamptz", "2024-02-29T14:00:00.123456+02:00", instant),
        arguments("timestamptz", instant, instant),
        arguments("timestamptz", "infinity", "infinity"));
  }

  @ParameterizedTest(name = "{0} takes {1}")
  @MethodSource
  void fitsJsonAndArrays(String type, Object value, String expected) throws Exception {
    fits(column(type), value, expected);
  }

  static Stream<Arguments> fitsJsonAndArrays() {
    return Stream.of(
        arguments("jsonb", " {\"a\" : [1, 2.50]} ", " {\"a\" : [1, 2.50]} "),
        arguments("json", "\"a\\u0000\"", "\"a\\u0000\""),
        arguments("jsonb", Map.of("a", List.of(1L, decimal("2.50"))), "{\"a\":[1,2.50]}"),
        arguments("jsonb", decimal("12345678901234567890.10"), "12345678901234567890.10"),
        arguments("jsonb", true, "true"),
        arguments("json", List.of(Instant.EPOCH, 0.5), "[\"1970-01-01T00:00:00Z\",0.5]"),
        arguments("_int4", List.of(1L, "2", decimal("3.0")), "{\"1\",\"2\",\"3\"}"),
        arguments("_int4", List.of(), "{}"),
        arguments(
            "_int4", List.of(List.of(1L, 2L), List.of(3L, 4L)), "{{\"1\",\"2\"},{\"3\",\"4\"}}"),
        arguments(
            "_text", Arrays.asList("a\"b\\c", null, "NULL"), "{\"a\\\"b\\\\c\",NULL,\"NULL\"}"),
        arguments("_bytea", List.of(new byte[] {10, -1}), "{\"\\\\x0aff\"}"),
        arguments("_date", List.of(LocalDate.of(-43, 3, 15)), "{\"0044-03-15 BC\"}"),
        arguments("_timestamptz", List.of("2024-02-29T14:00:00+02:00"), "{\"2024-02-29 12:00Z\"}"),
        arguments(
            "_text", "{a b, \"c,\\\"d\",NULL , \"NULL\"}", "{\"a b\",\"c,\\\"d\",NULL,\"NULL\"}"),
        arguments("_int4", "{{1,2},{3,NULL}}", "{{\"1\",\"2\"},{\"3\",NULL}}"),
        arguments("_int4", "{}", "{}"),
        arguments("_bool", "{t,f}", "{\"true\",\"false\"}"),
        arguments("_numeric", List.of(Double.NaN), "{\"NaN\"}"),
        arguments("jsonb", "1" + "0".repeat(100_000), "1" + "0".repeat(100_000)),
        arguments("_jsonb", List.of(Map.of("a", 1L)), "{\"{\\\"a\\\":1}\"}"),
        arguments("app._mood", List.of("happy"), "{\"happy\"}"));
  }

  @ParameterizedTest(name = "{0} refuses {1}: {2}")
  @MethodSource
  void refuses(TargetColumn column, Object value, String reason) {
    assertThatThrownBy(() -> ColumnFitter.fit(column, value))
        .isInstanceOfSatisfying(
            ValueDoesNotFitException.class, e -> assertThat(e.column()).isEqualTo(column.name()))
        .hasMessageStartingWith("column " + column.name() + " (")
        .hasMessageEndingWith("): " + reason);
  }

  static Stream<Arguments> refuses() {
    String range = "a number out of range";
    return Stream.of(
        arguments(column("int8"), "abc", "text that is not a whole number"),
        arguments(column("int8"), "1.0", "text that is not a whole number"),
        arguments(column("int8"), "", "text that is not a whole number"),
        arguments(column("int8"), "-", "text that is not a whole number"),
        arguments(column("int8"), "\u0661\u0662", "text that is not a whole number"),
        arguments(column("int8"), "99999999999999999999", range),
        arguments(column("int8"), decimal("99999999999999999999"), range),
        arguments(column("int8"), decimal("1E+999999999"), range),
        arguments(column("int8"), decimal("1E-999999999"), "has a fraction"),
        arguments(column("int8"), decimal("1.5"), "has a fraction"),
        arguments(column("int8"), 1e19, range),
        arguments(column("int8"), Double.NaN, "not a finite number"),
        arguments(column("int8"), true, "takes no boolean"),
        arguments(column("int2"), 32_768L, range),
        arguments(column("int4"), -2_147_483_649L, range),
        arguments(numeric(4, 2), decimal("1.005"), "more than 2 digits after the decimal point"),
        arguments(numeric(4, 2), 100L, "more than 2 digits before the decimal point"),
        arguments(numeric(0, 0), decimal("1E+999999999"), "more digits than the database allows"),
        arguments(numeric(4, 2), decimal("1E-999999999"), "more digits than the database allows"),
        arguments(numeric(9, 2), Double.POSITIVE_INFINITY, "not a finite number"),
        arguments(column("money"), decimal("0.001"), "more than 2 digits after the decimal point"),
        arguments(column("money"), decimal("92233720368547758.08"), range),
        arguments(column("money"), "NaN", "not a finite number"),
        arguments(column("char"), "ab", "text of more than one byte"),
        arguments(column("char"), "\u00fc", "text of more than one byte"),
        arguments(text("bit", 3), "01", "not 3 bits"),
        arguments(text("bit", 3), new byte[] {8}, "not 3 bits"),
        arguments(text("bit", 3), new byte[] {1, 0}, "not 3 bits"),
        arguments(text("varbit", 3), "0101", "more than 3 bits"),
        arguments(
            column("varbit"),
            new byte[] {1},
            "bytes, which do not define the number of bits: Debezium sends a bit varying so"),
        arguments(column("float8"), decimal("1E+400"), range),
        arguments(column("float8"), decimal("1E-400"), range),
        arguments(column("float4"), 1e39, range),
        arguments(column("float4"), 1e-60, range),
        arguments(column("float8"), "0x1p3", "text that is not a number"),
        arguments(column("bool"), 2L, TINYINT),
        arguments(column("bool"), "yes", "text that is neither true nor false"),
        arguments(column("text"), "a\u0000b", "text with a NUL character"),
        arguments(column("text"), "a\uD83D", "text with half a surrogate pair"),
        arguments(column("text"), "\uDE00a", "text with half a surrogate pair"),
        arguments(column("text"), Map.of(), "takes no object"),
        arguments(column("text"), List.of(), "takes no list"),
        arguments(column("text"), new byte[0], "takes no bytes"),
        arguments(text("varchar", 2), "abc", "text of more than 2 characters"),
        arguments(text("varchar", 2), "ab ", "text of more than 2 characters"),
        arguments(text("bpchar", 2), "abc", "text of more than 2 characters"),
        arguments(column("name"), "ü".repeat(32), "text of more than 63 bytes"),
        arguments(column("mood"), "a\u0000", "text with a NUL character"),
        arguments(column("interval"), 5L, "a number whose unit is unknown"),
        arguments(column("uuid"), "0f8fad5b", "text that is not a UUID"),
        arguments(column("uuid"), UUID.replace('-', '0'), "text that is not a UUID"),
        arguments(column("bytea"), "no base64!", "text that is not base64"),
        arguments(column("bytea"), 1L, "takes no number"),
        arguments(column("bit"), "012", "text with characters other than 0 and 1"));
  }

  @ParameterizedTest(name = "{0} refuses {1}: {2}")
  @MethodSource
  void refusesDatesTimesAndNested(String type, Object value, String reason) {
    refuses(column(type), value, reason);
  }

  static Stream<Arguments> refusesDatesTimesAndNested() {
    String unit = "a number whose unit is unknown";
    String days =
        "a number that is no day of the years 1 to 9999: a number counts days since 1970-01-01;"
            + " send a date like 20240229 as text, 2024-02-29";
    String local = "text that is not an ISO date and time without a zone";
    String offset = "text that is not an ISO date and time with an offset";
    return Stream.of(
        arguments("date", "0000-00-00", "text that is not an ISO date"),
        arguments("date", 20_240_229L, days),
        arguments("date", -719_163L, days),
        arguments("date", 2_932_897L, days),
        arguments("date", "2023-02-29", "text that is not an ISO date"),
        arguments("date", LocalDate.of(-4713, 11, 23), "a date out of range"),
        arguments("date", LocalDate.of(5_874_898, 1, 1), "a date out of range"),
        arguments("date", Long.MAX_VALUE, days),
        arguments("date", LocalDateTime.of(2024, 1, 1, 1, 0), "has a time of day"),
        arguments("date", Instant.EPOCH, "takes no instant"),
        arguments("time", "838:59:59", "text that is not an ISO time without a zone"),
        arguments("time", "10:00:00Z", "text that is not an ISO time without a zone"),
        arguments("time", LocalTime.of(0, 0, 0, 1), "finer than a microsecond"),
        arguments("time", 1L, unit),
        arguments("timestamp", 1L, unit),
        arguments("timestamp", "2024-01-01T00:00:00Z", local),
        arguments("timestamp", Instant.EPOCH, ZONED),
        arguments("timestamp", "2024-01-01T00:00:00.000000001", "finer than a microsecond"),
        arguments("timestamp", LocalDateTime.of(294_277, 1, 1, 0, 0), "a date out of range"),
        arguments("timestamptz", 1L, unit),
        arguments("timestamptz", "2024-01-01T00:00:00", offset),
        arguments("timestamptz", LocalDateTime.MIN, ZONELESS),
        arguments("timestamptz", "2023-02-29T00:00:00Z", NO_INSTANT),
        arguments("timestamptz", "2024-02-30 00:00:00+00", NO_INSTANT),
        arguments("timestamptz", "2024-01-01T24:00:00Z", NO_INSTANT),
        arguments("timestamp", "2024-02-30T00:00:00", NO_TIMESTAMP),
        arguments("date", "2024-02-30", "text that is not an ISO date"),
        arguments("date", "2023-02-29", "text that is not an ISO date"),
        arguments("timestamptz", Instant.MAX.minusNanos(999_999_999), "a date out of range"),
        arguments("timestamptz", Instant.MIN, "a date out of range"),
        arguments("json", "{\"a\":", "text that is not JSON"),
        arguments("json", "", "text that is not one JSON value"),
        arguments("json", "1 2", "text that is not one JSON value"),
        arguments("json", "nul", "text that is not JSON"),
        arguments("json", Double.NaN, "contains a value that JSON cannot represent"),
        arguments("json", Map.of("a", "\uD83D"), "text with half a surrogate pair"),
        arguments("jsonb", "{\"a\\u0000\":1}", "text with a NUL character"),
        arguments("jsonb", Map.of("a", "b\u0000"), "text with a NUL character"),
        arguments("jsonb", "\"\\ud83d\"", "text with half a surrogate pair"),
        arguments("jsonb", "1e200000", "JSON with a number beyond numeric"),
        arguments("_int4", List.of("abc"), "text that is not a whole number"),
        arguments("_int4", "1,2", "takes no text"),
        arguments("_int4", "{1,2", "text that is not an array"),
        arguments("_int4", "{1,}", "text that is not an array"),
        arguments("_int4", "{1}{2}", "text that is not an array"),
        arguments("_int4", "{1,x}", "text that is not a whole number"),
        arguments("_int4", "{".repeat(1_000), "lists nested deeper than 6"),
        arguments("_text", "{a\u0000}", "text with a NUL character"),
        arguments("timetz", "10:00:00", "text that is not an ISO time with an offset"),
        arguments("timetz", "10:00:00.1234567Z", "finer than a microsecond"),
        arguments("timetz", 1L, unit),
        arguments("interval", "PT0.0000001S", "finer than a microsecond"),
        arguments(
            "_int4", List.of(List.of(1L), List.of(1L, 2L)), "nested lists of different sizes"),
        arguments("_int4", List.of(1L, List.of(1L)), "nested lists of different depths"),
        arguments("_text", List.of("a\u0000"), "text with a NUL character"));
  }

  @Test
  void acceptsNullOnlyInANullableColumn() throws Exception {
    TargetColumn strict = TestColumns.column("c", "int8", 0, 0, false, true, false);

    assertThat(ColumnFitter.fit(column("int8"), null)).isNull();
    assertThatThrownBy(() -> ColumnFitter.fit(strict, null))
        .hasMessage("column c (int8): null in a NOT NULL column");
  }

  @Test
  void messageDoesNotContainTheValue() {
    String secret = "4111-1111";

    assertThatThrownBy(() -> ColumnFitter.fit(column("int8"), secret))
        .message()
        .doesNotContain(secret);
    assertThatThrownBy(() -> ColumnFitter.fit(column("jsonb"), "{" + secret))
        .message()
        .doesNotContain(secret);
  }

  static TargetColumn column(String type) {
    return text(type, 0);
  }

  static TargetColumn text(String type, int length) {
    return TestColumns.column("some", type, length, 0, true, false, false);
  }

  static TargetColumn numeric(int precision, int scale) {
    return TestColumns.column("some", "numeric", precision, scale, true, false, false);
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
