package io.portage.decode.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.decode.DecodeFixtures;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Image;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AvroEnvelopeTest {
  private final AvroEnvelope format = AvroFixture.format();

  @Test
  void readsEveryType() {
    Envelope envelope = format.decode("topic", AvroFixture.rich());

    Columns columns =
        Columns.of(
            "id",
            "small",
            "name",
            "ok",
            "ratio",
            "exact",
            "price",
            "fixed_price",
            "born",
            "wakes",
            "rises",
            "seen",
            "at",
            "local",
            "photo",
            "mood",
            "uid",
            "tags",
            "counts",
            "address");
    Row row =
        Row.of(
            columns,
            9007199254740993L,
            -7L,
            "Zoë 🚀",
            true,
            0.5,
            0.1,
            new BigDecimal("-567.89"),
            new BigDecimal("1.10"),
            LocalDate.of(2024, 9, 17),
            LocalTime.of(1, 2, 3, 4_000_000),
            LocalTime.of(1, 2, 3, 4_000),
            Instant.parse("2024-09-17T00:01:00.123Z"),
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            LocalDateTime.of(2024, 9, 17, 0, 1, 0, 123_000_000),
            new byte[] {0, 1, -1},
            "GOOD",
            "7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11",
            Arrays.asList("a", null),
            Map.of("x", 1L),
            Map.of("city", "Ulm"));
    assertThat(envelope)
        .isEqualTo(
            new Envelope(
                "u",
                null,
                null,
                new Image(row, Set.of()),
                Instant.ofEpochMilli(1726531260000L),
                null));
  }

  @Test
  void decodesNullAsATombstoneRecord() {
    assertThat(format.decode("topic", null)).isEqualTo(Envelope.tombstone());
  }

  @Test
  void separatesUnavailableValues() {
    AvroEnvelope users = new AvroEnvelope(AvroFixture.USERS, DecodeFixtures.PLACEHOLDER);

    Image image = users.decode("t", AvroFixture.user(DecodeFixtures.PLACEHOLDER)).after();

    assertThat(image.unavailable()).containsExactly("name");
    assertThat(image.row()).isEqualTo(Row.of(Columns.of("id"), 5L));
  }

  @Test
  void rejectsTrailingBytes() {
    byte[] bytes = AvroFixture.rich();

    assertThat(format.decode("t", Arrays.copyOf(bytes, bytes.length + 1)).error())
        .isEqualTo("something follows the record from byte " + bytes.length);
  }

  @Test
  void rejectsLengthsBeyondTheValueWithoutAllocatingThem() {
    AvroEnvelope users = new AvroEnvelope(AvroFixture.USERS, "");
    byte[] bytes = AvroFixture.user("x");
    int length = bytes.length - 2 - 6;
    for (byte[] bad :
        List.of(
            // 2^31 - 1, -1, and a number without a last byte.
            new byte[] {-2, -1, -1, -1, 15},
            new byte[] {1},
            new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1})) {
      byte[] corrupt = Arrays.copyOf(bytes, bytes.length + 20);
      System.arraycopy(bad, 0, corrupt, length, bad.length);

      assertThat(users.decode("t", corrupt).error()).isNotNull();
    }
  }

  @Test
  void rejectsItemsWithoutBytesAndDeepNesting() {
    String schema =
        """
        {"type":"record","name":"E","fields":[
          {"name":"op","type":"string"},
          {"name":"before","type":["null",{"type":"record","name":"R","fields":[
             {"name":"list","type":{"type":"array","items":"null"}},
             {"name":"next","type":["null","R"]}]}]},
          {"name":"after","type":["null","R"]},
          {"name":"timestamp_ms","type":"long"}]}\
        """;
    AvroEnvelope recursive = new AvroEnvelope(schema, "");
    byte[] deep = new byte[30_000];
    Arrays.fill(deep, (byte) 2);
    for (int i = 2; i < deep.length; i += 2) {
      deep[i] = 0;
    }
    deep[0] = 0;
    byte[] wide = new byte[1_000];
    wide[1] = 2;
    wide[2] = 100;

    assertThat(recursive.decode("t", deep).error()).startsWith("nested deeper than 500");
    assertThat(recursive.decode("t", wide).error())
        .isEqualTo("an array's item has no bytes at byte 3");
  }

  @Test
  void rejectsTextThatIsNotUtf8() {
    AvroEnvelope users = new AvroEnvelope(AvroFixture.USERS, "");
    byte[] bytes = AvroFixture.user("secret~");
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('~');
    bytes[at] = -1;

    assertThat(users.decode("t", bytes).error()).isEqualTo("not UTF-8 at byte " + at);
  }

  @Test
  void rejectsSchemasThatAreNotAnEnvelope() {
    rejects("{", "not an Avro schema");
    rejects("\"string\"", "must be the schema of a record");
    rejects(AvroFixture.USERS.replace("\"op\"", "\"operation\""), "lacks op;");
    rejects(
        AvroFixture.USERS.replace(
            "\"timestamp_ms\",\"type\":\"long\"", "\"timestamp_ms\",\"type\":\"string\""),
        "timestamp_ms cannot be of type string");
    rejects(
        AvroFixture.USERS.replace(
            "\"timestamp_ms\",\"type\":\"long\"",
            "\"timestamp_ms\",\"type\":{\"type\":\"long\",\"logicalType\":\"time-micros\"}"),
        "timestamp_ms cannot be of type time-micros");
  }

  private static void rejects(String schema, String why) {
    assertThatThrownBy(() -> new AvroEnvelope(schema, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }
}
