package io.portage.decode.debezium;

import static io.portage.decode.DecodeFixtures.PLACEHOLDER;
import static io.portage.decode.DecodeFixtures.POSTGRES_SOURCE;
import static io.portage.decode.DecodeFixtures.RICH_ROW;
import static io.portage.decode.DecodeFixtures.envelope;
import static io.portage.decode.DecodeFixtures.payload;
import static io.portage.decode.DecodeFixtures.wrapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.decode.DecodeFixtures;
import io.portage.decode.plain.AvroFixture;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceKey;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Debezium's envelope has the same meaning in Avro as in JSON with its schema part. */
class DebeziumAvroTest {
  /** The columns of {@link DecodeFixtures#SCHEMA} as Kafka Connect's Avro converters write them. */
  private static final String ROW =
      """
      {"type":"record","name":"Value","namespace":"shop.public.users","fields":[
        {"name":"id","type":"long"},
        {"name":"name","type":["null","string"]},
        {"name":"price","type":["null",{"type":"bytes","scale":2,"precision":10,
          "connect.parameters":{"scale":"2"},"logicalType":"decimal",
          "connect.name":"org.apache.kafka.connect.data.Decimal"}]},
        {"name":"weight","type":["null",{"type":"record","name":"VariableScaleDecimal",
          "namespace":"io.debezium.data","fields":[{"name":"scale","type":"int"},
          {"name":"value","type":"bytes"}],"connect.name":"io.debezium.data.VariableScaleDecimal"}]},
        {"name":"born","type":["null",{"type":"int","connect.name":"io.debezium.time.Date"}]},
        {"name":"wakes","type":["null",{"type":"long","connect.name":"io.debezium.time.MicroTime"}]},
        {"name":"seen","type":["null",
          {"type":"long","connect.name":"io.debezium.time.MicroTimestamp"}]},
        {"name":"at","type":["null",
          {"type":"string","connect.name":"io.debezium.time.ZonedTimestamp"}]},
        {"name":"photo","type":["null","bytes"]},
        {"name":"doc","type":["null",{"type":"string","connect.name":"io.debezium.data.Json"}]},
        {"name":"uid","type":["null",{"type":"string","connect.name":"io.debezium.data.Uuid"}]},
        {"name":"ratio","type":["null","double"]},
        {"name":"days","type":["null",{"type":"array","items":["null",
          {"type":"int","connect.name":"io.debezium.time.Date"}]}]}],
       "connect.name":"shop.public.users.Value"}""";

  private static final String EVENT =
      """
      {"type":"record","name":"Envelope","namespace":"shop.public.users","fields":[
        {"name":"before","type":["null",%s],"default":null},
        {"name":"after","type":["null","Value"],"default":null},
        {"name":"source","type":{"type":"record","name":"Source",
          "namespace":"io.debezium.connector.postgresql","fields":[
            {"name":"version","type":"string"},
            {"name":"connector","type":"string"},
            {"name":"name","type":"string"},
            {"name":"ts_ms","type":"long"},
            {"name":"snapshot","type":["null",{"type":"string","connect.name":
              "io.debezium.data.Enum"}]},
            {"name":"db","type":"string"},
            {"name":"sequence","type":["null","string"]},
            {"name":"schema","type":"string"},
            {"name":"table","type":"string"},
            {"name":"txId","type":["null","long"]},
            {"name":"lsn","type":["null","long"]},
            {"name":"xmin","type":["null","long"]}],
          "connect.name":"io.debezium.connector.postgresql.Source"}},
        {"name":"transaction","type":["null",{"type":"record","name":"block","fields":[
          {"name":"id","type":"string"}]}]},
        {"name":"op","type":"string"},
        {"name":"ts_ms","type":["null","long"]}],
       "connect.name":"shop.public.users.Envelope"}"""
          .formatted(ROW);

  private static final String KEY =
      """
      {"type":"record","name":"Key","fields":[
        {"name":"day","type":{"type":"int","connect.name":"io.debezium.time.Date"}},
        {"name":"id","type":"long"}]}""";

  private static final Schema SCHEMA = new Schema.Parser().parse(EVENT);

  private final Format format =
      new DebeziumAvro(EVENT, null, PLACEHOLDER, EnvelopeSettings.DEFAULT);

  @Test
  void decodesTheSameEnvelopeAsFromJson() {
    Envelope json =
        envelope(
            new DebeziumJson(PLACEHOLDER, EnvelopeSettings.DEFAULT),
            wrapped(DecodeFixtures.SCHEMA, payload("u", RICH_ROW, RICH_ROW, POSTGRES_SOURCE)));

    Envelope avro = format.decode("topic", event("u", rich(), rich()));

    assertThat(avro.error()).isNull();
    assertThat(avro).isEqualTo(json);
    assertThat(avro.position()).isNotNull();
    assertThat(avro.table()).isEqualTo("public.users");
    assertThat(Objects.requireNonNull(avro.after()).typed()).isTrue();
    Format clone = SerializableUtils.ensureSerializable(format);
    assertThat(clone.decode("topic", event("u", rich(), rich()))).isEqualTo(json);
  }

  @Test
  void separatesUnavailableValues() {
    GenericRecord row = rich();
    row.put("doc", PLACEHOLDER);
    row.put("photo", ByteBuffer.wrap(PLACEHOLDER.getBytes(StandardCharsets.UTF_8)));
    row.put("days", List.of(0));

    Image image = Objects.requireNonNull(format.decode("t", event("u", null, row)).after());

    assertThat(image.unavailable()).containsExactlyInAnyOrder("doc", "photo");
    assertThat(image.row().get("days")).isEqualTo(List.of(LocalDate.EPOCH));
  }

  @Test
  void namesTheColumnOfAMalformedValue() {
    GenericRecord row = rich();
    row.put("at", "yesterday");

    assertThat(format.decode("t", event("c", null, row)))
        .isEqualTo(Envelope.malformed("after column at: not a time with a zone", "at"));
  }

  @Test
  void rejectsTruncatedAndTrailingBytes() {
    byte[] value = event("c", null, rich());

    for (int length = 0; length < value.length; length++) {
      assertThat(format.decode("t", Arrays.copyOf(value, length)).error()).isNotBlank();
    }
    assertThat(format.decode("t", Arrays.copyOf(value, value.length + 1)).error())
        .isEqualTo("something follows the record from byte " + value.length);
    assertThat(format.decode("t", null)).isEqualTo(Envelope.tombstone());
  }

  @Test
  void readsKeysByTheirSchema() {
    Format withKeys = new DebeziumAvro(EVENT, KEY, PLACEHOLDER, EnvelopeSettings.DEFAULT);
    GenericRecord key = new GenericData.Record(new Schema.Parser().parse(KEY));
    key.put("day", 1);
    key.put("id", 7L);
    byte[] bytes = AvroFixture.encode(key.getSchema(), key);

    assertThat(withKeys.decodeKey(bytes, null))
        .isEqualTo(
            SourceKey.of(
                Row.of(Columns.of("day", "id"), LocalDate.ofEpochDay(1), 7L), /* typed= */ true));
    assertThat(withKeys.decodeKey(Arrays.copyOf(bytes, 1), null).problem())
        .isEqualTo("the value ends early");
    assertThat(withKeys.decodeKey(Arrays.copyOf(bytes, bytes.length + 1), null).problem())
        .startsWith("something follows it from byte");
    assertThat(
            withKeys.decodeHeaderKey("{\"id\":7}".getBytes(StandardCharsets.UTF_8), null).columns())
        .isEqualTo(Row.of(Columns.of("id"), 7L));
  }

  @Test
  void readsKeysAsJsonWithoutASchema() {
    SourceKey key = format.decodeKey("{\"id\":7}".getBytes(StandardCharsets.UTF_8), null);

    assertThat(key).isEqualTo(SourceKey.of(Row.of(Columns.of("id"), 7L), /* typed= */ false));
    assertThat(format.decodeKey(new byte[] {2, 14}, null).problem())
        .contains("set source.avroKeySchema");
  }

  @Test
  void rejectsSchemasThatAreNotDebeziums() {
    rejects(AvroFixture.USERS, "lacks source; the format needs Debezium's record with op");
    rejects(
        EVENT.replace(
            "\"name\":\"name\",\"type\":[\"null\",\"string\"]}",
            "\"name\":\"name\",\"type\":[\"null\",\"string\","
                + "{\"type\":\"int\",\"connect.name\":\"io.debezium.time.Date\"}]}"),
        "a union of several types");
    rejects(
        EVENT.replace(
            "\"name\":\"name\",\"type\":[\"null\",\"string\"]}",
            "\"name\":\"name\",\"type\":[\"null\",\"Value\"]}"),
        "contains itself");
  }

  private static void rejects(String schema, String why) {
    assertThatThrownBy(() -> new DebeziumAvro(schema, null, "", EnvelopeSettings.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static GenericRecord rich() {
    Schema row = SCHEMA.getField("after").schema().getTypes().get(1);
    GenericRecord weight =
        new GenericData.Record(row.getField("weight").schema().getTypes().get(1));
    weight.put("scale", 3);
    weight.put("value", ByteBuffer.wrap(new BigDecimal("1.502").unscaledValue().toByteArray()));
    GenericRecord rich = new GenericData.Record(row);
    rich.put("id", 9007199254740993L);
    rich.put("name", "Zoë 🚀");
    rich.put("price", ByteBuffer.wrap(new BigDecimal("567.89").unscaledValue().toByteArray()));
    rich.put("weight", weight);
    rich.put("born", -1);
    rich.put("wakes", 3661000001L);
    rich.put("seen", 1726531260123456L);
    rich.put("at", "2024-09-17T00:01:00.123456Z");
    rich.put("photo", ByteBuffer.wrap(new byte[] {0, 1, 2, -1}));
    rich.put("doc", "{\"a\": 1.10}");
    rich.put("uid", "7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11");
    rich.put("ratio", Double.NaN);
    rich.put("days", Arrays.asList(0, null, 19_000));
    return rich;
  }

  /** The source block of {@link DecodeFixtures#POSTGRES_SOURCE}. */
  private static byte[] event(
      String op, @Nullable GenericRecord before, @Nullable GenericRecord after) {
    GenericRecord source = new GenericData.Record(SCHEMA.getField("source").schema());
    source.put("version", "3.5.0.Final");
    source.put("connector", "postgresql");
    source.put("name", "shop");
    source.put("ts_ms", 1726531260000L);
    source.put("snapshot", "false");
    source.put("db", "shop");
    source.put("sequence", "[\"24023119\",\"24023128\"]");
    source.put("schema", "public");
    source.put("table", "users");
    source.put("txId", 771L);
    source.put("lsn", 24023128L);
    GenericRecord event = new GenericData.Record(SCHEMA);
    event.put("before", before);
    event.put("after", after);
    event.put("source", source);
    event.put("op", op);
    event.put("ts_ms", 1726531261000L);
    return AvroFixture.encode(SCHEMA, event);
  }
}
