package io.portage.target.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.IntervalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.FormatConfig;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TestConfigs;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceValueInterpreterTest {
  private static final TargetColumn BYTEA = column("bytea", 0, 0);
  private static final TargetColumn AMOUNT = column("numeric", 10, 2);

  @Test
  void readsBytesByTheBinarySetting() throws ValueDoesNotFitException {
    assertThat(read(binary(BinaryMode.HEX), BYTEA, "deadbeef"))
        .isEqualTo(new byte[] {(byte) 0xDE, (byte) 0xAD, (byte) 0xBE, (byte) 0xEF});
    assertThat(read(binary(BinaryMode.BASE64), BYTEA, "deadbeef"))
        .isEqualTo(new byte[] {0x75, (byte) 0xE6, (byte) 0x9D, 0x6D, (byte) 0xE7, (byte) 0x9F});
    assertThat(read(binary(BinaryMode.BYTES), BYTEA, "+/8=")).isEqualTo(new byte[] {-5, -1});
    assertThat(read(binary(BinaryMode.BASE64_URL_SAFE), BYTEA, "-_8="))
        .isEqualTo(new byte[] {-5, -1});
    assertThat(read(binary(BinaryMode.HEX), column("_bytea", 0, 0), List.of("0102")))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .containsExactly(new byte[] {1, 2});
    refuses(binary(BinaryMode.HEX), BYTEA, "xyz0", "not hexadecimal");
    refuses(binary(BinaryMode.BASE64), BYTEA, "-_8=", "not base64");
    refuses(binary(BinaryMode.BASE64), BYTEA, "abc", "not base64");
    refuses(DebeziumConfig.UNSET, BYTEA, "AQID", "set source.debezium.binary");
  }

  @Test
  void readsTextForBytesWithASchemaUnlessTheSettingIsBytes() throws ValueDoesNotFitException {
    assertThat(typed(binary(BinaryMode.HEX)).read(BYTEA, "0102")).isEqualTo(new byte[] {1, 2});
    byte[] bytes = {7};
    assertThat(typed(DebeziumConfig.UNSET).read(BYTEA, bytes)).isSameAs(bytes);
    assertThatThrownBy(() -> typed(DebeziumConfig.UNSET).read(BYTEA, "0102"))
        .hasMessageContaining("set source.debezium.binary");
    assertThatThrownBy(() -> typed(binary(BinaryMode.BYTES)).read(BYTEA, "AQID"))
        .hasMessageContaining("source.debezium.binary is bytes");
  }

  @Test
  void readsDecimalsByTheSettingOnly() throws ValueDoesNotFitException {
    assertThat(read(decimal(DecimalMode.PRECISE), AMOUNT, "1234"))
        .isEqualTo(new BigDecimal("-26588.24"));
    assertThat(read(decimal(DecimalMode.PRECISE), AMOUNT, "AxY="))
        .isEqualTo(new BigDecimal("7.90"));
    assertThat(read(decimal(DecimalMode.PRECISE), column("money", 0, 0), "AxY="))
        .isEqualTo(new BigDecimal("7.90"));
    assertThat(read(decimal(DecimalMode.STRING), AMOUNT, "1234")).isEqualTo("1234");
    assertThat(read(decimal(DecimalMode.PRECISE), AMOUNT, 7L)).isEqualTo(7L);
    assertThat(
            read(
                decimal(DecimalMode.PRECISE),
                column("numeric", 0, 0),
                Map.of("scale", 3L, "value", "AxY=")))
        .isEqualTo(new BigDecimal("0.790"));
    refuses(DebeziumConfig.UNSET, AMOUNT, "1234", "set source.debezium.decimal");
    refuses(DebeziumConfig.UNSET, AMOUNT, "7.90", "set source.debezium.decimal");
    refuses(DebeziumConfig.UNSET, column("int8", 0, 0), "1234", "set source.debezium.decimal");
    refuses(decimal(DecimalMode.PRECISE), AMOUNT, "7.90", "not base64");
    refuses(decimal(DecimalMode.PRECISE), AMOUNT, "NaN", "not base64");
    refuses(
        decimal(DecimalMode.PRECISE), column("numeric", 0, 0), "1234", "a decimal's bytes without");
    refuses(
        decimal(DecimalMode.PRECISE), column("int8", 0, 0), "1234", "a decimal's bytes without");
    refuses(DebeziumConfig.UNSET, AMOUNT, Map.of("scale", 3L, "value", "AxY="), "debezium.decimal");
  }

  @Test
  void readsTextAsANumberIfTheSchemaDeclaresText() throws ValueDoesNotFitException {
    assertThat(typed(decimal(DecimalMode.PRECISE)).read(AMOUNT, "1234")).isEqualTo("1234");
    assertThat(typed(DebeziumConfig.UNSET).read(AMOUNT, "1234")).isEqualTo("1234");
  }

  @Test
  void acceptsTheNamesOfFloatingPointValues() throws ValueDoesNotFitException {
    assertThat(read(decimal(DecimalMode.PRECISE), column("float8", 0, 0), "NaN")).isEqualTo("NaN");
    refuses(DebeziumConfig.UNSET, column("float8", 0, 0), "1.5", "set source.debezium.decimal");
  }

  @Test
  void readsArraysOfDecimalsIfOneElementProvesThatAllAreText() throws ValueDoesNotFitException {
    TargetColumn prices = column("_numeric", 0, 0);

    assertThat(read(DebeziumConfig.UNSET, prices, List.of("1234", "1.10")))
        .isEqualTo(List.of("1234", "1.10"));
    refuses(DebeziumConfig.UNSET, prices, List.of("1234", "5678"), "set source.debezium.decimal");
    assertThat(read(decimal(DecimalMode.PRECISE), column("_numeric", 10, 2), List.of("1234")))
        .isEqualTo(List.of(new BigDecimal("-26588.24")));
  }

  @Test
  void readsNumbersForTimesInTheUnitOfTheSetting() throws ValueDoesNotFitException {
    assertThat(read(time(TimeMode.ADAPTIVE), column("date", 0, 0), 1L))
        .isEqualTo(LocalDate.of(1970, 1, 2));
    assertThat(read(time(TimeMode.CONNECT), column("time", 0, 0), 1_001L))
        .isEqualTo(LocalTime.of(0, 0, 1, 1_000_000));
    assertThat(read(time(TimeMode.ADAPTIVE_TIME_MICROSECONDS), column("time", 0, 0), 1_001L))
        .isEqualTo(LocalTime.of(0, 0, 0, 1_001_000));
    assertThat(read(time(TimeMode.CONNECT), column("timestamp", 0, 0), 1_001L))
        .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 1, 1_000_000));
    assertThat(read(time(TimeMode.MICROSECONDS), column("timestamp", 0, 0), 1_001L))
        .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_001_000));
    assertThat(read(time(TimeMode.NANOSECONDS), column("timestamp", 0, 0), 1_000L))
        .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_000));
    assertThat(
            read(
                time(TimeMode.MICROSECONDS), column("timestamp", 0, 0), 9_223_372_036_825_200_000L))
        .isEqualTo("infinity");
    assertThat(read(DebeziumConfig.UNSET, column("date", 0, 0), 1L))
        .isEqualTo(LocalDate.of(1970, 1, 2));
    // Debezium's infinite dates: 5877611-06-21, -5877611-06-21 after an overflow, -5877611-06-22.
    for (long days : new long[] {2_146_033_979L, -2_147_472_692L}) {
      assertThat(read(DebeziumConfig.UNSET, column("date", 0, 0), days)).isEqualTo("infinity");
    }
    assertThat(read(DebeziumConfig.UNSET, column("date", 0, 0), -2_147_472_691L))
        .isEqualTo("-infinity");
    // No connector sends this value for infinity; it is a date that the database rejects.
    assertThat(read(DebeziumConfig.UNSET, column("date", 0, 0), (long) Integer.MAX_VALUE))
        .isEqualTo(LocalDate.of(5_881_580, 7, 11));
    refuses(time(TimeMode.ISOSTRING), column("date", 0, 0), 5L, "is isostring");
    for (String type : new String[] {"time", "timestamp", "timestamptz"}) {
      refuses(DebeziumConfig.UNSET, column(type, 0, 0), 5L, "set source.debezium.time");
      refuses(time(TimeMode.ISOSTRING), column(type, 0, 0), 5L, "is isostring");
    }
    refuses(time(TimeMode.ADAPTIVE), column("timestamp", 0, 0), 5L, "send the schema part");
    refuses(time(TimeMode.ADAPTIVE), column("time", 0, 0), 5L, "send the schema part");
  }

  @Test
  void readsIsoTextWithoutItsZoneIfTheSettingIsIsoString() throws ValueDoesNotFitException {
    DebeziumConfig iso = time(TimeMode.ISOSTRING);

    assertThat(read(iso, column("date", 0, 0), "2017-09-15Z")).isEqualTo(LocalDate.of(2017, 9, 15));
    assertThat(read(iso, column("time", 0, 0), "04:05:11.789Z")).isEqualTo("04:05:11.789");
    assertThat(read(iso, column("timestamp", 0, 0), "2019-07-09T02:28:57.123456Z"))
        .isEqualTo(LocalDateTime.of(2019, 7, 9, 2, 28, 57, 123_456_000));
    assertThat(read(iso, column("timestamptz", 0, 0), "2019-07-09T01:28:57Z"))
        .isEqualTo("2019-07-09T01:28:57Z");
    refuses(iso, column("date", 0, 0), "2017-02-30Z", "not in the calendar");
    refuses(DebeziumConfig.UNSET, column("date", 0, 0), "2017-09-15Z", "set source.debezium.time");
    refuses(time(TimeMode.CONNECT), column("date", 0, 0), "2017-09-15Z", "is connect");
  }

  @Test
  void readsNumbersForIntervalsIfTheSettingIsSet() throws ValueDoesNotFitException {
    TargetColumn span = column("interval", 0, 0);

    for (TimeMode time :
        List.of(TimeMode.ADAPTIVE_TIME_MICROSECONDS, TimeMode.MICROSECONDS, TimeMode.ISOSTRING)) {
      assertThat(read(config(null, null, time, IntervalMode.NUMERIC), span, -1L))
          .isEqualTo(Duration.ofNanos(-1_000));
    }
    assertThat(read(interval(IntervalMode.STRING), span, "P1D")).isEqualTo("P1D");
    refuses(interval(IntervalMode.STRING), span, 5L, "is string");
    refuses(DebeziumConfig.UNSET, span, 5L, "set source.debezium.interval");
  }

  @Test
  void rejectsNumbersForIntervalsWhoseUnitTheSettingsDoNotDefine() {
    TargetColumn span = column("interval", 0, 0);

    refuses(interval(IntervalMode.NUMERIC), span, 5L, "set source.debezium.time");
    for (TimeMode time : List.of(TimeMode.ADAPTIVE, TimeMode.CONNECT, TimeMode.NANOSECONDS)) {
      refuses(
          config(null, null, time, IntervalMode.NUMERIC),
          span,
          5L,
          "source.debezium.time is " + time.label());
    }
  }

  @Test
  void namesTheSettingForBase64ThatTheDecimalModeDoesNotExpect() throws ValueDoesNotFitException {
    for (DecimalMode mode : List.of(DecimalMode.DOUBLE, DecimalMode.STRING)) {
      for (String type : List.of("numeric", "int8")) {
        refuses(
            decimal(mode),
            column(type, 20, 0),
            "AP//",
            "source.debezium.decimal is " + mode.label());
        refuses(decimal(mode), column(type, 20, 0), "AP//", "bigint.unsigned.handling.mode");
      }
      for (String special : List.of("NaN", "NAN", "POSITIVE_INFINITY", "NEGATIVE_INFINITY")) {
        assertThat(read(decimal(mode), column("numeric", 0, 0), special)).isEqualTo(special);
      }
    }
  }

  @Test
  void readsTypesThatDebeziumDoesNotKnowByTheSettingOnly() throws ValueDoesNotFitException {
    TargetColumn query = column("tsquery", 0, 0);
    byte[] bytes = "'a'".getBytes(StandardCharsets.UTF_8);

    assertThat(read(unknown(true, BinaryMode.HEX), query, "276127")).isEqualTo("'a'");
    assertThat(read(unknown(true, BinaryMode.BYTES), query, "J2En")).isEqualTo("'a'");
    assertThat(typed(unknown(true, BinaryMode.BASE64)).read(query, "J2En")).isEqualTo("'a'");
    assertThat(typed(unknown(true, null)).read(query, bytes)).isEqualTo("'a'");
    assertThat(read(unknown(false, BinaryMode.HEX), query, "276127")).isEqualTo("276127");
    refuses(DebeziumConfig.UNSET, query, "276127", "set source.debezium.unknownTypes");
    refuses(unknown(true, null), query, "276127", "set source.debezium.binary");
    refuses(unknown(false, null), query, bytes, "source.debezium.unknownTypes is false");
    refuses(unknown(true, BinaryMode.HEX), query, "ff", "not text in UTF-8");
    assertThat(read(DebeziumConfig.UNSET, column("int4range", 0, 0), "[1,2)")).isEqualTo("[1,2)");
  }

  @Test
  void readsBitsAsBytesAlsoIfTheirBase64HasZerosAndOnesOnly() throws ValueDoesNotFitException {
    byte[] bytes = {(byte) 0xD3, 0x5D, 0x35};

    assertThat(read(DebeziumConfig.UNSET, column("bit", 24, 0), "0101")).isEqualTo(bytes);
    assertThat(read(DebeziumConfig.UNSET, column("varbit", 0, 0), "0101")).isEqualTo(bytes);
  }

  @Test
  void rejectsCountsThatStandForSeveralValues() {
    refuses(time(TimeMode.NANOSECONDS), column("timestamp", 0, 0), -29_575_808_000L, "an infinity");
    refuses(time(TimeMode.NANOSECONDS), column("timestamp", 0, 0), 22_375_808_000L, "an infinity");
    refuses(
        config(null, null, TimeMode.MICROSECONDS, IntervalMode.NUMERIC),
        column("interval", 0, 0),
        Long.MAX_VALUE,
        "longer interval");
  }

  @Test
  void doesNotInterpretOtherFormats() throws ValueDoesNotFitException {
    SourceValueInterpreter plain =
        SourceValueInterpreter.of(source(new EnvelopeJsonConfig()), true);

    assertThat(plain.read(BYTEA, "AQID")).isEqualTo("AQID");
    assertThat(plain.read(AMOUNT, "1234")).isEqualTo("1234");
  }

  private static Object read(DebeziumConfig debezium, TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    return SourceValueInterpreter.of(source(new DebeziumJsonConfig(debezium)), false)
        .read(column, value);
  }

  private static void refuses(
      DebeziumConfig debezium, TargetColumn column, Object value, String why) {
    assertThatThrownBy(() -> read(debezium, column, value))
        .isInstanceOf(ValueDoesNotFitException.class)
        .hasMessageContaining("column some (")
        .hasMessageContaining(why);
  }

  private static SourceValueInterpreter typed(DebeziumConfig debezium) {
    return SourceValueInterpreter.of(source(new DebeziumJsonConfig(debezium)), true);
  }

  private static DebeziumConfig binary(BinaryMode binary) {
    return config(binary, null, null, null);
  }

  private static DebeziumConfig decimal(DecimalMode decimal) {
    return config(null, decimal, null, null);
  }

  private static DebeziumConfig time(TimeMode time) {
    return config(null, null, time, null);
  }

  private static DebeziumConfig interval(IntervalMode intervalMode) {
    return config(null, null, null, intervalMode);
  }

  private static DebeziumConfig unknown(boolean sent, @Nullable BinaryMode binary) {
    return new DebeziumConfig(binary, null, null, null, sent);
  }

  private static DebeziumConfig config(
      @Nullable BinaryMode binary,
      @Nullable DecimalMode decimal,
      @Nullable TimeMode time,
      @Nullable IntervalMode intervalMode) {
    return new DebeziumConfig(binary, decimal, time, intervalMode, null);
  }

  private static TargetColumn column(String type, int length, int scale) {
    return TestColumns.column("some", type, length, scale, true, false, false);
  }

  private static SourceConfig source(FormatConfig format) {
    return TestConfigs.source(
        "localhost:9092",
        List.of("t"),
        "g",
        StartFrom.COMMITTED,
        null,
        Map.of(),
        format,
        Duration.ofMinutes(10),
        "__debezium_unavailable_value");
  }
}
