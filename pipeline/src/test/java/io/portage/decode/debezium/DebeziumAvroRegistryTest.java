package io.portage.decode.debezium;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.avro.AvroSchemas.SingleObject;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryServer;
import io.portage.decode.registry.WireForm;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each record of {@code debezium-avro} is decoded with the schema that wrote it. */
class DebeziumAvroRegistryTest {
  private static final String EVENT =
      """
      {"type":"record","name":"Envelope","namespace":"shop.%s","fields":[
        {"name":"before","type":["null",{"type":"record","name":"Value","fields":[%s]}]},
        {"name":"after","type":["null","Value"]},
        {"name":"source","type":{"type":"record","name":"Source",
          "namespace":"io.debezium","fields":[
            {"name":"schema","type":"string"},{"name":"table","type":"string"}]}},
        {"name":"op","type":"string"}]}""";
  private static final String ID = "{\"name\":\"id\",\"type\":\"long\"}";
  private static final String ORDERS = EVENT.formatted("orders", ID);
  private static final String ORDERS_2 =
      EVENT.formatted("orders", "{\"name\":\"note\",\"type\":\"string\"}," + ID);
  private static final String HEARTBEAT =
      """
      {"type":"record","name":"Heartbeat","namespace":"io.debezium.connector.common","fields":[
        {"name":"ts_ms","type":"long"}]}""";
  private static final String MESSAGE =
      """
      {"type":"record","name":"MessageValue","namespace":"io.debezium.connector.postgresql","fields":[
        {"name":"op","type":["null","string"]},
        {"name":"source","type":{"type":"record","name":"Source","fields":[{"name":"lsn","type":"long"}]}},
        {"name":"message","type":["null","bytes"]}]}""";
  private static final String KEY =
      "{\"type\":\"record\",\"name\":\"Key\",\"fields\":[" + ID + "]}";

  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        RegistryServer.start()
            .schema(1, ORDERS, "")
            .schema(2, ORDERS_2, "")
            .schema(3, HEARTBEAT, "")
            .schema(4, KEY, "")
            .schema(5, "message M {}", ",\"schemaType\":\"PROTOBUF\"")
            .schema(6, MESSAGE, "")
            .schema(7, "{\"type\":\"recor\"}", "");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void recordsOfSeveralSchemasAreInterleaved() throws IOException {
    Format format = SerializableUtils.ensureSerializable(format(false));

    for (int i = 0; i < 3; i++) {
      Envelope first = format.decode("t", prefixed(1, event(ORDERS, i, null)), List.of());
      Envelope second = format.decode("t", prefixed(2, event(ORDERS_2, i, "n")), List.of());

      assertThat(after(first)).isEqualTo(Row.of(Columns.of(List.of("id")), (long) i));
      assertThat(after(second)).isEqualTo(Row.of(Columns.of(List.of("note", "id")), "n", (long) i));
      assertThat(first.table()).isEqualTo("public.orders");
      assertThat(format.decode("t", prefixed(3, heartbeat()), List.of()).op())
          .isEqualTo(Envelope.HEARTBEAT);
    }
    assertThat(format.decode("t", null, List.of())).isEqualTo(Envelope.tombstone());
    assertThat(server.requests()).hasSize(3);
  }

  @Test
  void logicalMessagesHaveNoImages() throws IOException {
    Schema schema = parse(MESSAGE);
    GenericRecord source = new GenericData.Record(schema.getField("source").schema());
    source.put("lsn", 7L);
    GenericRecord message = new GenericData.Record(schema);
    message.put("op", "m");
    message.put("source", source);

    Envelope decoded = format(false).decode("t", prefixed(6, bytes(message)), List.of());

    assertThat(decoded.fault()).isNull();
    assertThat(decoded.op()).isEqualTo("m");
  }

  @Test
  void invalidSchemasAreMalformedAgainAndAgain() throws IOException {
    Format format = format(false);
    for (int i = 0; i < 3; i++) {
      assertThat(format.decode("t", prefixed(7, new byte[] {1}), List.of()).fault().problem())
          .contains("7")
          .contains("not a valid Avro schema");
    }
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void headersNameTheSchemas() throws IOException {
    List<Header> headers =
        List.of(
            new Header("__value_schema_id", prefixed(2, new byte[0])),
            new Header("__key_schema_id", prefixed(4, new byte[0])));
    Format format = format(false);

    assertThat(after(format.decode("t", event(ORDERS_2, 6, "n"), headers)))
        .isEqualTo(Row.of(Columns.of(List.of("note", "id")), "n", 6L));
    SourceTable table =
        format.describe("t", key(6), event(ORDERS_2, 6, "n"), headers).orElseThrow();
    assertThat(table.columns().stream().map(SourceColumn::name)).containsExactly("note", "id");
    assertThat(table.column("id").key()).isTrue();
    assertThat(format.decodeKey(key(6), null, headers))
        .isEqualTo(SourceKey.of(Row.of(Columns.of(List.of("id")), 6L), true));
  }

  @Test
  void keysAreAvroOrJsonBySetting() throws IOException {
    SourceKey six = SourceKey.of(Row.of(Columns.of(List.of("id")), 6L), true);

    assertThat(format(false).decodeKey(prefixed(4, key(6)), null, List.of())).isEqualTo(six);
    assertThat(format(false).decodeKey("{\"id\":6}".getBytes(UTF_8), null, List.of()).problem())
        .isEqualTo("no schema id: the first byte is neither 0 nor 1");
    assertThat(format(true).decodeKey("{\"id\":6}".getBytes(UTF_8), null, List.of()).columns())
        .isNotNull();
    assertThat(format(true).decodeKey(prefixed(4, key(6)), null, List.of()).problem())
        .isEqualTo("it is not a JSON object; if it is Avro, set source.registry.keys to registry");
  }

  @Test
  void namesTheIdOfASchemaThatCannotBeUsed() throws IOException {
    Format format = format(false);

    assertThat(format.decode("t", prefixed(77, event(ORDERS, 1, null)), List.of()).error())
        .isEqualTo("the schema id 77 is not in the registry");
    assertThat(format.decode("t", prefixed(5, event(ORDERS, 1, null)), List.of()).error())
        .isEqualTo("the schema id 5: not of type AVRO but PROTOBUF");
    assertThat(format.decode("t", prefixed(4, key(1)), List.of()).error())
        .startsWith("the schema id 4: the Avro schema Key lacks after, before, op, source");
  }

  @Test
  void rejectsBytesThatEndEarlyBehindThePrefix() throws IOException {
    byte[] value = prefixed(1, event(ORDERS, 1, null));
    Format format = format(false);

    for (int length = 0; length < value.length; length++) {
      byte[] part = Arrays.copyOf(value, length);
      assertThat(format.decode("t", part, List.of()).error()).isNotBlank();
    }
    assertThat(format.decode("t", Arrays.copyOf(value, value.length + 1), List.of()).error())
        .isEqualTo("something follows the record from byte " + value.length);
  }

  @Test
  void theSingleObjectEncodingNamesTheSchemaByItsFingerprint() throws IOException {
    Format format =
        new DebeziumAvro(
            new SingleObject(List.of(ORDERS, ORDERS_2, KEY)), "?", EnvelopeSettings.DEFAULT);
    byte[] second = singleObject(ORDERS_2, record(ORDERS_2, 5, "n"));

    assertThat(after(format.decode("t", second, List.of())))
        .isEqualTo(Row.of(Columns.of(List.of("note", "id")), "n", 5L));
    assertThat(format.decodeKey(singleObject(KEY, keyRecord(5)), null, List.of()).columns())
        .isEqualTo(Row.of(Columns.of(List.of("id")), 5L));
    assertThat(
            format
                .decode(
                    "t",
                    singleObject(
                        HEARTBEAT,
                        new GenericRecordBuilder(parse(HEARTBEAT)).set("ts_ms", 1L).build()),
                    List.of())
                .error())
        .matches(
            "the schema with the fingerprint [0-9a-f]{16} is none of"
                + " source.avroSingleObjectSchemas");
    assertThat(format.decode("t", event(ORDERS, 1, null), List.of()).error())
        .startsWith("not in Avro's single-object encoding");
  }

  private Format format(boolean jsonKeys) {
    AvroSchemas schemas =
        new Registered(
            new RegistryConfig(
                server.url(), WireForm.CONFLUENT, jsonKeys, RegistryAccess.NONE, Duration.ZERO));
    return new DebeziumAvro(schemas, "?", EnvelopeSettings.DEFAULT);
  }

  private static Row after(Envelope envelope) {
    assertThat(envelope.error()).isNull();
    return Objects.requireNonNull(envelope.after()).row();
  }

  private static byte[] prefixed(int id, byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }

  private static byte[] event(String schema, long id, String note) throws IOException {
    return bytes(record(schema, id, note));
  }

  private static GenericRecord record(String text, long id, String note) {
    Schema schema = parse(text);
    GenericRecord row =
        new GenericData.Record(schema.getField("before").schema().getTypes().get(1));
    row.put("id", id);
    if (note != null) {
      row.put("note", note);
    }
    GenericRecord source = new GenericData.Record(schema.getField("source").schema());
    source.put("schema", "public");
    source.put("table", "orders");
    GenericRecord event = new GenericData.Record(schema);
    event.put("after", row);
    event.put("source", source);
    event.put("op", "c");
    return event;
  }

  private static byte[] heartbeat() throws IOException {
    GenericRecord record = new GenericData.Record(parse(HEARTBEAT));
    record.put("ts_ms", 1L);
    return bytes(record);
  }

  private static GenericRecord keyRecord(long id) {
    GenericRecord record = new GenericData.Record(parse(KEY));
    record.put("id", id);
    return record;
  }

  private static byte[] key(long id) throws IOException {
    return bytes(keyRecord(id));
  }

  private static Schema parse(String text) {
    return new Schema.Parser().parse(text);
  }

  private static byte[] bytes(GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] singleObject(String schema, GenericRecord record) throws IOException {
    ByteBuffer message =
        new BinaryMessageEncoder<GenericRecord>(GenericData.get(), parse(schema)).encode(record);
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    return bytes;
  }
}
