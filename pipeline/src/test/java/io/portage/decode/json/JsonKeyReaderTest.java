package io.portage.decode.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.AvroEnvelope;
import io.portage.decode.plain.EnvelopeJson;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonKeyReaderTest {
  private static final String DAY =
      "{\"field\":\"day\",\"type\":\"int32\",\"name\":\"io.debezium.time.Date\"}";
  private static final String VALUE =
      "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"before\",\"type\":\"struct\","
          + "\"fields\":["
          + DAY
          + "]}]},\"payload\":null}";

  private final Format debezium = new DebeziumJson("?", EnvelopeSettings.DEFAULT);
  private final Format plain = new EnvelopeJson("?");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void readsTheNonNullColumnsOfAnObject() {
    SourceKey key = plain.decodeKey(bytes("{\"a\":1,\"b\":null,\"c\":1.50}"), null);

    assertThat(key.columns().toMap()).isEqualTo(Map.of("a", 1L, "c", new BigDecimal("1.50")));
    assertThat(key.typed()).isTrue();
    assertThat(debezium.decodeKey(bytes("{\"a\":1}"), null).typed()).isFalse();
  }

  @Test
  void decodesColumnsByTheKeysSchema() {
    SourceKey key =
        plain.decodeKey(
            bytes(
                "{\"schema\":{\"type\":\"struct\",\"fields\":["
                    + DAY
                    + "]},\"payload\":{\"day\":19800}}"),
            null);

    assertThat(key.columns().get("day")).isEqualTo(LocalDate.of(2024, 3, 18));
    assertThat(key.typed()).isTrue();
  }

  @Test
  void decodesColumnsByTheValuesSchemaIfTheKeyHasNone() {
    SourceKey key = debezium.decodeKey(bytes("{\"day\":19800}"), bytes(VALUE));

    assertThat(key.columns().get("day")).isEqualTo(LocalDate.of(2024, 3, 18));
    assertThat(key.typed()).isTrue();
    assertThat(debezium.decodeKey(bytes("{\"day\":19800}"), bytes("{\"op\":\"d\"}")).typed())
        .isFalse();
  }

  @Test
  void namesTheColumnThatIsNotOfItsType() {
    SourceKey key = debezium.decodeKey(bytes("{\"day\":\"soon\"}"), bytes(VALUE));

    assertThat(key.problem()).isEqualTo("column day: not a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"5\"",
        "{\"schema\":{\"type\":\"string\"},\"payload\":\"5\"}",
        "{\"schema\":null,\"payload\":\"5\"}"
      })
  void readsASingleValueKey(String key) {
    assertThat(debezium.decodeKey(bytes(key), null).value()).isEqualTo("5");
  }

  @Test
  void decodesASingleValueKeyByItsSchema() {
    SourceKey key =
        debezium.decodeKey(
            bytes(
                "{\"schema\":{\"type\":\"int32\",\"name\":\"io.debezium.time.Date\"},"
                    + "\"payload\":19800}"),
            null);

    assertThat(key.value()).isEqualTo(LocalDate.of(2024, 3, 18));
    assertThat(key.typed()).isTrue();
  }

  @Test
  void rejectsBytesThatAreNotUtf8() {
    SourceKey key = debezium.decodeKey(new byte[] {'a', (byte) 0xFF, 'b'}, null);

    assertThat(key.value()).isNull();
    assertThat(key.problem()).isEqualTo("it is not UTF-8");
  }

  @Test
  void readsABareNumberAsANumberOnlyIfExact() {
    assertThat(debezium.decodeKey(bytes("5"), null).value()).isEqualTo(5L);
    assertThat(debezium.decodeKey(bytes("1.50"), null).value()).isEqualTo(new BigDecimal("1.50"));
    assertThat(debezium.decodeKey(bytes("007"), null).value()).isEqualTo("007");
    assertThat(debezium.decodeKey(bytes("1e3"), null).value()).isEqualTo("1e3");
    assertThat(debezium.decodeKey(bytes("5 apples"), null).value()).isEqualTo("5 apples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "{", "{\"a\":1}2", "{\"schema\":null,\"payload\":null}"})
  void reportsWhyAKeyCannotBeRead(String key) {
    SourceKey decoded = debezium.decodeKey(bytes(key), null);

    assertThat(decoded.columns()).isNull();
    assertThat(decoded.value()).isNull();
    assertThat(decoded.problem()).isNotEmpty();
  }

  @Test
  void readsColumnsNamedLikeTheWrapperAsColumns() {
    SourceKey key = debezium.decodeKey(bytes("{\"schema\":\"s\",\"payload\":\"p\"}"), null);

    assertThat(key.columns().toMap()).isEqualTo(Map.of("schema", "s", "payload", "p"));
  }

  @Test
  void rejectsAvroKeysInOtherEncodings() {
    String schema =
        "{\"type\":\"record\",\"name\":\"e\",\"fields\":["
            + "{\"name\":\"op\",\"type\":\"string\"},"
            + "{\"name\":\"before\",\"type\":[\"null\",{\"type\":\"record\",\"name\":\"r\",\"fields\":[]}]},"
            + "{\"name\":\"after\",\"type\":[\"null\",\"r\"]},"
            + "{\"name\":\"timestamp_ms\",\"type\":\"long\"}]}";
    Format avro = new AvroEnvelope(schema, "?");

    assertThat(avro.decodeKey(bytes("1"), null).value()).isNull();
    assertThat(avro.decodeKey(bytes("{\"id\":1}"), null).columns().get("id")).isEqualTo(1L);
  }
}
