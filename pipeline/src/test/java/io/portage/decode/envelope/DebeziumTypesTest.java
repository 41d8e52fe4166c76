package io.portage.decode.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.decode.MalformedException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DebeziumTypesTest {
  @Test
  void readsEveryUnitOfTime() throws MalformedException {
    assertThat(convert("io.debezium.time.Time", 1_001L))
        .isEqualTo(LocalTime.of(0, 0, 1, 1_000_000));
    assertThat(convert("org.apache.kafka.connect.data.Time", 1_001L))
        .isEqualTo(LocalTime.of(0, 0, 1, 1_000_000));
    assertThat(convert("io.debezium.time.MicroTime", 1_000_001L))
        .isEqualTo(LocalTime.of(0, 0, 1, 1_000));
    assertThat(convert("io.debezium.time.NanoTime", 1_000_000_001L))
        .isEqualTo(LocalTime.of(0, 0, 1, 1));
    assertThat(convert("org.apache.kafka.connect.data.Date", 1L))
        .isEqualTo(LocalDate.of(1970, 1, 2));
    LocalDateTime before = LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000);
    assertThat(convert("io.debezium.time.Timestamp", -1L)).isEqualTo(before);
    assertThat(convert("org.apache.kafka.connect.data.Timestamp", -1L)).isEqualTo(before);
    assertThat(convert("io.debezium.time.MicroTimestamp", -1_000L)).isEqualTo(before);
    assertThat(convert("io.debezium.time.NanoTimestamp", -1_000_000L)).isEqualTo(before);
    assertThat(convert("io.debezium.time.ZonedTimestamp", "2024-03-31T03:00:00+02:00"))
        .isEqualTo(Instant.parse("2024-03-31T01:00:00Z"));
  }

  @Test
  void keepsTimesBeyondADayAsText() throws MalformedException {
    assertThat(convert("io.debezium.time.MicroTime", 86_400_000_000L)).isEqualTo("24:00:00");
    assertThat(convert("io.debezium.time.MicroTime", 3_020_399_000_001L))
        .isEqualTo("838:59:59.000001");
    assertThat(convert("io.debezium.time.Time", -3_723_000L)).isEqualTo("-01:02:03");
    assertThat(convert("io.debezium.time.NanoTime", Long.MIN_VALUE))
        .isEqualTo("-2562047:47:16.854775808");
  }

  @Test
  void keepsInfinityAsText() throws MalformedException {
    for (String unit : new String[] {"MicroTimestamp", "Timestamp", "NanoTimestamp"}) {
      String type = "io.debezium.time." + unit;
      assertThat(convert(type, 9_223_372_036_825_200_000L)).isEqualTo("infinity");
      assertThat(convert(type, Long.MAX_VALUE)).isEqualTo("infinity");
      assertThat(convert(type, -9_223_372_036_832_400_000L)).isEqualTo("-infinity");
      assertThat(convert(type, Long.MIN_VALUE)).isEqualTo("-infinity");
    }
    assertThat(convert("io.debezium.time.Timestamp", 9_223_372_036_825_200L)).isEqualTo("infinity");
    assertThat(convert("io.debezium.time.Timestamp", -9_223_372_036_832_400L))
        .isEqualTo("-infinity");
    assertThat(convert("io.debezium.time.ZonedTimestamp", "-infinity")).isEqualTo("-infinity");
    assertThat(convert("io.debezium.time.Date", LocalDate.of(5877611, 6, 21).toEpochDay()))
        .isEqualTo("infinity");
    assertThat(convert("io.debezium.time.Date", LocalDate.of(-5877611, 6, 21).toEpochDay()))
        .isEqualTo("infinity");
    assertThat(convert("io.debezium.time.Date", LocalDate.of(-5877611, 6, 22).toEpochDay()))
        .isEqualTo("-infinity");
    assertThat(convert("io.debezium.time.IsoDate", "-5877611-06-21Z")).isEqualTo("infinity");
    assertThat(convert("io.debezium.time.IsoDate", "-5877611-06-22Z")).isEqualTo("-infinity");
    assertThat(convert("io.debezium.time.IsoTimestamp", "+294247-01-10T04:00:25.2Z"))
        .isEqualTo("infinity");
    assertThat(convert("io.debezium.time.IsoTimestamp", "-290308-12-21T19:59:27.6Z"))
        .isEqualTo("-infinity");
    assertThat(convert("io.debezium.time.IsoTimestamp", "infinity")).isEqualTo("infinity");
  }

  @Test
  void readsIsoTextWithoutItsZone() throws MalformedException {
    assertThat(convert("io.debezium.time.IsoDate", "2017-09-15Z"))
        .isEqualTo(LocalDate.of(2017, 9, 15));
    assertThat(convert("io.debezium.time.IsoTime", "04:05:11.789Z"))
        .isEqualTo(LocalTime.of(4, 5, 11, 789_000_000));
    assertThat(convert("io.debezium.time.IsoTimestamp", "2019-07-09T02:28:57.123456Z"))
        .isEqualTo(LocalDateTime.of(2019, 7, 9, 2, 28, 57, 123_456_000));
    rejects("io.debezium.time.IsoDate", "2017-02-29Z");
    rejects("io.debezium.time.IsoDate", "2017-09-15");
    rejects("io.debezium.time.IsoTime", "24:00:00Z");
    rejects("io.debezium.time.IsoTimestamp", "2019-02-30T02:28:57Z");
    rejects("io.debezium.time.IsoTimestamp", "2019-07-09T02:28:57+02:00");
  }

  @Test
  void readsDurations() throws MalformedException {
    assertThat(convert("io.debezium.time.MicroDuration", 1_123_456L))
        .isEqualTo(Duration.ofSeconds(1, 123_456_000));
    assertThat(convert("io.debezium.time.MicroDuration", -1L)).isEqualTo(Duration.ofNanos(-1_000));
    assertThat(convert("io.debezium.time.NanoDuration", Long.MIN_VALUE))
        .isEqualTo(Duration.ofNanos(Long.MIN_VALUE));
    assertThatThrownBy(() -> convert("io.debezium.time.MicroDuration", Long.MAX_VALUE))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void rejectsNanosecondsThatMayBeAnInfinity() {
    assertThatThrownBy(() -> convert("io.debezium.time.NanoTimestamp", -29_575_808_000L))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> convert("io.debezium.time.NanoTimestamp", 22_375_808_000L))
        .isInstanceOf(MalformedException.class);
  }

  @Property(tries = 200)
  void readsDecimalsAsTheyWere(@ForAll BigInteger digits, @ForAll @IntRange(max = 40) int scale)
      throws MalformedException {
    String base64 = Base64.getEncoder().encodeToString(digits.toByteArray());

    assertThat(DebeziumTypes.decimal(scale).convert(base64))
        .isEqualTo(new BigDecimal(digits, scale));
    assertThat(
            convert(
                "io.debezium.data.VariableScaleDecimal",
                Map.of("scale", (long) scale, "value", base64)))
        .isEqualTo(new BigDecimal(digits, scale));
  }

  @Test
  void readsDecimalsWrittenAsNumbers() throws MalformedException {
    assertThat(DebeziumTypes.decimal(2).convert(new BigDecimal("1.10")))
        .isEqualTo(new BigDecimal("1.10"));
    assertThat(DebeziumTypes.decimal(2).convert(7L)).isEqualTo(new BigDecimal("7"));
  }

  @Test
  void rejectsValuesOfOtherTypes() {
    rejects("io.debezium.time.Date", "x");
    rejects("io.debezium.time.Date", Long.MAX_VALUE);
    rejects("io.debezium.time.Time", new BigDecimal("1.5"));
    rejects("io.debezium.time.MicroTimestamp", true);
    rejects("io.debezium.time.ZonedTimestamp", "yesterday");
    rejects("io.debezium.time.ZonedTimestamp", 5L);
    rejects("io.debezium.data.VariableScaleDecimal", Map.of("scale", 1L));
    rejects(
        "io.debezium.data.VariableScaleDecimal", Map.of("scale", 999_999_999L, "value", "AQ=="));
    rejects("io.debezium.data.VariableScaleDecimal", Map.of("scale", 1L, "value", ""));
    assertThatThrownBy(() -> DebeziumTypes.decimal(2).convert(""))
        .isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> DebeziumTypes.bytes(5L)).isInstanceOf(MalformedException.class);
    assertThatThrownBy(() -> DebeziumTypes.floating("x")).isInstanceOf(MalformedException.class);
  }

  private static void rejects(String type, Object value) {
    assertThatThrownBy(() -> convert(type, value)).isInstanceOf(MalformedException.class);
  }

  private static Object convert(String type, Object value) throws MalformedException {
    return Objects.requireNonNull(DebeziumTypes.ofName(type)).convert(value);
  }
}
