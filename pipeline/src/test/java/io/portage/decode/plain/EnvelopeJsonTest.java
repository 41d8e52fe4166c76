package io.portage.decode.plain;

import static io.portage.decode.DecodeFixtures.decode;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.DecodeFixtures;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeJsonTest {
  private final EnvelopeJson format = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);

  @Test
  void readsAnUpdateWithAllKindsOfValues() {
    String text =
        """
        {"op": "u", "ts_ms": 5, "extra": {"deep": [1, {"x": null}]},
         "before": {"id": 1, "name": "Zo\\u00eb"},
         "after": {"id": 1, "name": "Zoë 🚀", "ok": true, "no": false, "none": null,
                   "tags": ["a", 2, null], "address": {"city": "Ulm", "zip": 89073}},
         "timestamp_ms": 1726531260000}
        """;

    Envelope envelope = envelope(format, text);

    Columns after = Columns.of("id", "name", "ok", "no", "none", "tags", "address");
    Object[] values = {
      1L,
      "Zoë 🚀",
      true,
      false,
      null,
      Arrays.asList("a", 2L, null),
      Map.of("city", "Ulm", "zip", 89073L)
    };
    assertThat(envelope)
        .isEqualTo(
            new Envelope(
                "u",
                null,
                new Image(Row.of(Columns.of("id", "name"), 1L, "Zoë"), Set.of()),
                new Image(Row.of(after, values), Set.of()),
                Instant.ofEpochMilli(1726531260000L),
                null));
  }

  @Test
  void keepsNumbersExact() {
    Row row =
        after(
            """
            {"big": 9007199254740993, "max": 9223372036854775807, "min": -9223372036854775808,
             "more": 18446744073709551615, "tenth": 0.1, "money": 1.10, "exp": 1e3,
             "long": 0.12345678901234567890123456789, "zero": -0}
            """);

    assertThat(row.toMap().values())
        .containsExactly(
            9007199254740993L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            new BigDecimal("18446744073709551615"),
            new BigDecimal("0.1"),
            new BigDecimal("1.10"),
            new BigDecimal("1E+3"),
            new BigDecimal("0.12345678901234567890123456789"),
            0L);
  }

  @Test
  void readsAsManyDigitsAsPostgresql() {
    String digits = "7".repeat(131_072) + "." + "3".repeat(16_383);

    assertThat(after("{\"n\": " + digits + "}").get("n")).isEqualTo(new BigDecimal(digits));
  }

  @Test
  void decodesNullAsATombstoneRecord() {
    assertThat(format.decode("topic", null)).isEqualTo(Envelope.tombstone());
  }

  @Test
  void acceptsMissingFields() {
    assertThat(envelope(format, "{}"))
        .isEqualTo(new Envelope(Envelope.NONE, null, null, null, null, null));
    assertThat(envelope(format, "{\"op\":\"x\",\"timestamp_ms\":null,\"after\":null}"))
        .isEqualTo(new Envelope("x", null, null, null, null, null));
    assertThat(envelope(format, "{\"op\":null}").op()).isEqualTo(Envelope.NONE);
    assertThat(envelope(format, "{\"op\":{\"a\":1}}").op()).isEqualTo(Envelope.NONE);
    assertThat(envelope(format, "{\"op\":7}").op()).isEqualTo("7");
  }

  @Test
  void sharesColumnsAmongRows() {
    Row first = after("{\"id\": 1, \"name\": \"a\"}");
    Row second = after("{\"id\": 2, \"name\": \"b\"}");
    Row shorter = after("{\"id\": 3}");
    Row other = after("{\"name\": \"c\", \"id\": 4, \"more\": 5}");
    Row again = after("{\"id\": 6, \"name\": \"d\"}");

    assertThat(second.columns()).isSameAs(first.columns());
    assertThat(again.columns()).isSameAs(first.columns());
    assertThat(shorter).isEqualTo(Row.of(Columns.of("id"), 3L));
    assertThat(other).isEqualTo(Row.of(Columns.of("name", "id", "more"), "c", 4L, 5L));
  }

  @Test
  void readsRowsOfManyColumnsInAnyOrder() {
    for (int size = 0; size < 60; size += 7) {
      StringBuilder text = new StringBuilder("{");
      for (int i = size - 1; i >= 0; i--) {
        text.append("\"c").append(i).append("\":").append(i).append(i == 0 ? "" : ",");
      }
      Row row = after(text.append('}').toString());

      assertThat(row.size()).isEqualTo(size);
      for (int i = 0; i < size; i++) {
        assertThat(row.get("c" + i)).isEqualTo((long) i);
      }
    }
  }

  @Test
  void separatesUnavailableValues() {
    Image image =
        Objects.requireNonNull(
            envelope(
                    format,
                    "{\"after\":{\"id\":1,\"big\":\"__debezium_unavailable_value\",\"n\":null}}")
                .after());

    assertThat(image.unavailable()).containsExactly("big");
    assertThat(image.row()).isEqualTo(Row.of(Columns.of("id", "n"), new Object[] {1L, null}));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"op\"",
        "7",
        "{\"op\":\"c\"} {}",
        "{\"op\":\"c\"}}",
        "{\"op\":\"c\"}x",
        "{\"op\":\"c\",\"op\":\"d\"}",
        "{\"x\":1,\"x\":2}",
        "{\"after\":{\"id\":1,\"id\":2}}",
        "{\"after\":{\"id\":{\"a\":1,\"a\":2}}}",
        "{\"after\":7}",
        "{\"before\":[]}",
        "{\"after\":\"{}\"}",
        "{\"timestamp_ms\":\"1726531260000\"}",
        "{\"timestamp_ms\":1726531260000.5}",
        "{\"timestamp_ms\":1e3}",
        "{\"timestamp_ms\":99999999999999999999}",
        "{\"timestamp_ms\":{}}",
        "{\"after\":{\"n\":NaN}}",
        "{\"after\":{\"n\":01}}",
        "{\"after\":{\"n\":1e999999999}}",
        "{\"after\":{\"n\":1e99999999999999999999}}",
        "{'op':'c'}",
        "{\"op\":\"c\",}",
        "{\"after\":{\"s\":\"a\nb\"}}",
        "{op:\"c\"}"
      })
  void rejectsMalformedMessages(String text) {
    assertThat(decode(format, text).error()).isNotNull();
    assertThat(decode(format, text).error()).isNotBlank();
  }

  @Test
  void rejectsDuplicateColumnsAlsoAfterCachedOnes() {
    after("{\"id\": 1, \"name\": \"a\"}");

    assertThat(problem(format, "{\"after\":{\"id\":1,\"name\":2,\"id\":3}}"))
        .isEqualTo("after column id: occurs twice");
    assertThat(problem(format, "{\"after\":{\"id\":1,\"id\":3}}"))
        .isEqualTo("after column id: occurs twice");
    assertThat(problem(format, "{\"after\":{\"id\":1,\"doc\":{\"a\":1,\"a\":2}}}"))
        .isEqualTo("after column doc: a name occurs twice in an object");
    assertThat(problem(format, "{\"trace\":1,\"op\":\"c\",\"trace\":2}"))
        .isEqualTo("the field trace occurs twice in the event");
  }

  @Test
  void rejectsDeepNesting() {
    assertThat(problem(format, "{\"after\":{\"x\":" + "[".repeat(100_000)))
        .startsWith("JSON beyond the limits");
  }

  @Test
  void rejectsInvalidUtf8() {
    int[][] bad = {{0xFF}, {0xC0, 0xAF}, {0xE0, 0x80, 0x80}, {0xED, 0xA0, 0x80}, {0xF5}, {0xC3}};
    for (int[] bytes : bad) {
      byte[] value = "{\"op\":\"c????\"}".getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        value[8 + i] = (byte) bytes[i];
      }

      assertThat(format.decode("topic", value).error()).isEqualTo("not UTF-8 at byte 8");
    }
    assertThat(format.decode("t", "{\"op\":\"c\"}".getBytes(StandardCharsets.UTF_16LE)).error())
        .isEqualTo("a zero byte at byte 1");
    assertThat(format.decode("t", "{\"op\":\"c\"}".getBytes(StandardCharsets.UTF_16)).error())
        .isEqualTo(
            "begins with a byte order mark (U+FEFF) of UTF-16 (big-endian); JSON is read as UTF-8, without one");
  }

  @Test
  void reportsAByteOrderMark() {
    for (String charset : List.of("UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE")) {
      byte[] value = "\uFEFF{\"op\":\"c\"}".getBytes(Charset.forName(charset));
      String problem =
          "begins with a byte order mark (U+FEFF) of "
              + charset.substring(0, charset.length() - (charset.length() > 5 ? 2 : 0));

      assertThat(format.decode("t", value).error()).startsWith(problem);
      assertThat(format.decodeKey(value, null).problem()).startsWith("it " + problem);
    }
    assertThat(format.decode("t", new byte[] {(byte) 0xEF, (byte) 0xBB}).error())
        .isEqualTo("not a JSON object");
    assertThat(format.decode("t", new byte[0]).error()).isEqualTo("not a JSON object");
  }

  @Test
  void reportsThePositionButNotTheText() {
    List<String> texts =
        List.of(
            "{\"after\":{\"name\":secret}}",
            "{\"after\":{\"name\":\"secret\\q\"}}",
            "{\"after\":{\"name\":\"secret",
            "{\"after\":\"secret\"}",
            "{\"timestamp_ms\":\"secret\"}",
            "{\"after\":{\"n\":1secret}}");
    for (String text : texts) {
      assertThat(problem(format, text)).doesNotContain("secret");
    }
    assertThat(problem(format, "{\"op\":\"c\",\"after\":{\"a\":x}}"))
        .startsWith("not valid JSON at byte 2");
    assertThat(problem(format, "{\"timestamp_ms\":\"1\"}"))
        .isEqualTo("timestamp_ms is not a whole number");
  }

  private Row after(String json) {
    return Objects.requireNonNull(envelope(format, "{\"after\":" + json + "}").after()).row();
  }
}
