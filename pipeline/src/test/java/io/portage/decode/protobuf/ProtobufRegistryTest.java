package io.portage.decode.protobuf;

import static io.portage.decode.protobuf.ProtobufFixture.confluent;
import static io.portage.decode.protobuf.ProtobufFixture.joined;
import static io.portage.decode.protobuf.ProtobufFixture.message;
import static io.portage.decode.protobuf.ProtobufFixture.place;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.WrappersProto;
import io.portage.config.DebeziumConfig;
import io.portage.decode.debezium.DebeziumProtobufConfig;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.debezium.EnvelopeSettings.TombstoneMeaning;
import io.portage.decode.plain.ProtobufConfig;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
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
import io.portage.model.schema.SourceType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each Protobuf record is decoded with the schema that wrote it. */
class ProtobufRegistryTest {
  private static final String TYPE = ",\"schemaType\":\"PROTOBUF\"";
  private static final String EVENT =
      """
      syntax = "proto3";
      package shop.orders;
      %s
      message Envelope {
        Value before = 1;
        Value after = 2;
        Source source = 3;
        string op = 4;
        message Value { %s }
        message Source { string connector = 1; string schema = 2; string table = 3; int64 lsn = 4; }
      }
      """;
  private static final String ORDERS = EVENT.formatted("", "int64 id = 1;");
  private static final String ORDERS_2 =
      EVENT.formatted("", "int64 id = 1; optional string note = 2;");
  private static final ReferencedSchema MONEY =
      new ReferencedSchema(
          "shop/money.proto",
          "package shop; import \"confluent/type/decimal.proto\";"
              + " message Money { optional confluent.type.Decimal amount = 1; }");
  private static final String ITEMS =
      EVENT.formatted("import \"shop/money.proto\";", "int64 id = 1; shop.Money price = 2;");
  private static final String HEARTBEAT =
      "package io.debezium.connector.common; message Heartbeat { optional int64 ts_ms = 1; }";
  private static final String MESSAGE =
      """
      package io.debezium.connector.postgresql;
      message MessageValue { optional string op = 1; optional Source source = 2; message Source {} }
      """;
  private static final String KEY =
      "syntax = \"proto3\"; package shop.orders; message Key { int64 id = 1; }";
  private static final String SEVERAL =
      """
      syntax = "proto3";
      package shop;
      message Other { string op = 1; }
      message Outer {
        map<string, string> labels = 1;
        message Event {
          string op = 1; Row before = 2; Row after = 3; int64 timestamp_ms = 4;
        }
        message Row { int64 id = 1; }
      }
      message Plain {
        message Event {
          string op = 1; Outer.Row before = 2; Outer.Row after = 3; int64 timestamp_ms = 4;
        }
      }
      """;
  private static final String ROW = "op: 'c' after { id: 7 }";

  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        RegistryServer.start()
            .schema(1, ORDERS, TYPE)
            .schema(2, ORDERS_2, TYPE)
            .schema(3, HEARTBEAT, TYPE)
            .schema(4, KEY, TYPE)
            .schema(5, "\"string\"", "")
            .schema(
                6,
                ITEMS,
                TYPE
                    + ",\"references\":[{\"name\":\"shop/money.proto\",\"subject\":\"money\","
                    + "\"version\":1}]")
            .answer("/subjects/money/versions/1", 200, RegistryServer.body(MONEY.text(), TYPE))
            .schema(7, SEVERAL, TYPE)
            .schema(8, base64(ProtobufFixture.file(ORDERS_2)), TYPE)
            .schema(9, MESSAGE, TYPE)
            .schema(10, "message A {", TYPE)
            .schema(12, base64(WrappersProto.getDescriptor()), TYPE)
            .answer("/v3/ids/globalIds/11", 200, ORDERS)
            .answer("/v3/ids/globalIds/11/references", 200, "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String base64(FileDescriptor file) {
    return Base64.getEncoder().encodeToString(file.toProto().toByteArray());
  }

  @Test
  void recordsOfSeveralSchemasAreInterleaved() throws IOException {
    Format format = SerializableUtils.ensureSerializable(debezium(null, false));

    for (int i = 0; i < 3; i++) {
      Envelope first = format.decode("t", confluent(1, order(ORDERS, "id: " + i), 0), List.of());
      Envelope second =
          format.decode("t", confluent(2, order(ORDERS_2, "id: 5 note: 'n'")), List.of());
      Envelope compiled = format.decode("t", confluent(8, order(ORDERS_2, "id: 6")), List.of());

      assertThat(after(first)).isEqualTo(Row.of(Columns.of("id"), (long) i));
      assertThat(after(second)).isEqualTo(Row.of(Columns.of("id", "note"), 5L, "n"));
      assertThat(after(compiled)).isEqualTo(Row.of(Columns.of("id", "note"), 6L, null));
      assertThat(first.table()).isEqualTo("public.orders");
      assertThat(first.op()).isEqualTo("c");
      assertThat(Objects.requireNonNull(first.after()).typed()).isFalse();
      byte[] heartbeat = message(ProtobufFixture.file(HEARTBEAT), heartbeatType(), "ts_ms: 5");
      assertThat(format.decode("t", confluent(3, heartbeat), List.of()).op())
          .isEqualTo(Envelope.HEARTBEAT);
    }
    assertThat(format.decode("t", null, List.of())).isEqualTo(Envelope.tombstone());
    assertThat(server.requests()).hasSize(4);
  }

  private static String heartbeatType() {
    return "io.debezium.connector.common.Heartbeat";
  }

  @Test
  void fetchesReferences() throws IOException {
    byte[] order =
        message(
            ProtobufFixture.file(ITEMS, MONEY),
            "shop.orders.Envelope",
            "op: 'c' after { id: 1 price { amount { value: '\\004\\342' scale: 2 } } }");

    assertThat(after(debezium(null, false).decode("t", confluent(6, order), List.of())).toMap())
        .extractingByKey("price")
        .isEqualTo(Map.of("amount", new BigDecimal("12.50")));
  }

  @Test
  void headersContainTheIdAndTheType() throws IOException {
    Format format = debezium(null, false);
    byte[] id = ByteBuffer.allocate(5).put((byte) 0).putInt(2).array();
    byte[] order = order(ORDERS_2, "id: 6 note: 'h'");

    for (byte[] place : List.of(place(), place(0))) {
      assertThat(after(format.decode("t", order, header(joined(id, place)))))
          .isEqualTo(Row.of(Columns.of("id", "note"), 6L, "h"));
    }
    server.answer(
        "/schemas/guids/00000000-0000-0001-0000-000000000002",
        200,
        RegistryServer.body(ORDERS_2, TYPE));
    byte[] guid = ByteBuffer.allocate(17).put((byte) 1).putLong(1).putLong(2).array();
    assertThat(after(format.decode("t", order, header(joined(guid, place(0))))))
        .isEqualTo(Row.of(Columns.of("id", "note"), 6L, "h"));
    assertThat(after(format.decode("t", joined(guid, place(), order), List.of())))
        .isEqualTo(Row.of(Columns.of("id", "note"), 6L, "h"));
    assertThat(format.decode("t", order, header(id)).error())
        .isEqualTo("no index of the message type behind the header's schema id");
    assertThat(format.decode("t", order, header(joined(id, place(), place()))).error())
        .isEqualTo("something follows the message type in the header");
    assertThat(format.decode("t", order, header(joined(id, place(7)))).error())
        .isEqualTo("the schema has no message type with the index [7]");
    List<Header> key = List.of(new Header("__key_schema_id", new byte[] {0, 0, 0, 0, 4, 0}));
    assertThat(format.decodeKey(new byte[] {8, 6}, null, key))
        .isEqualTo(SourceKey.of(Row.of(Columns.of("id"), 6L), false));
  }

  private static List<Header> header(byte[] value) {
    return List.of(new Header("__value_schema_id", value));
  }

  @Test
  void keysAreProtobufOrJsonBySetting() throws IOException {
    byte[] key = confluent(4, new byte[] {8, 6});
    byte[] json = "{\"id\":6}".getBytes(UTF_8);
    Row six = Row.of(Columns.of("id"), 6L);

    assertThat(debezium(null, false).decodeKey(key, null, List.of()))
        .isEqualTo(SourceKey.of(six, false));
    // Connect writes a key that is not a struct as a wrapper, here the third, Int64Value.
    assertThat(
            debezium(null, false).decodeKey(confluent(12, new byte[] {8, 6}, 2), null, List.of()))
        .isEqualTo(SourceKey.ofValue(6L, false));
    assertThat(plain(null).decodeKey(key, null, List.of())).isEqualTo(SourceKey.of(six, true));
    assertThat(debezium(null, true).decodeKey(json, null, List.of()).columns()).isEqualTo(six);
    assertThat(debezium(null, false).decodeHeaderKey(json, null).columns()).isEqualTo(six);
    assertThat(debezium(null, false).decodeKey(json, null, List.of()).problem())
        .isEqualTo("no schema id: the first byte is neither 0 nor 1");
    assertThat(debezium(null, true).decodeKey(key, null, List.of()).problem())
        .isEqualTo(
            "it is not a JSON object; if it is Protobuf, set source.registry.keys to registry");
    assertThat(
            debezium(null, false)
                .decodeKey(confluent(4, new byte[] {8, 6, 16, 1}), null, List.of())
                .problem())
        .startsWith("the key has fields that shop.orders.Key lacks (numbers [2])");
    assertThat(
            debezium(null, false)
                .decodeKey(confluent(4, new byte[] {8}), null, List.of())
                .problem())
        .isEqualTo("not a Protobuf message of type shop.orders.Key");
  }

  @Test
  void readsNestedTypesAndRejectsAmbiguousOnes() throws IOException {
    FileDescriptor file = ProtobufFixture.file(SEVERAL);
    byte[] event = message(file, "shop.Plain.Event", ROW);
    Row seven = Row.of(Columns.of("id"), 7L);
    Format any = plain(null);
    assertThat(
            any.describe("t", confluent(4, new byte[] {8, 7}), confluent(7, event, 2, 0), List.of())
                .orElseThrow()
                .columns())
        .containsExactly(new SourceColumn("id", SourceType.integer(64), false, true, null));

    assertThat(after(any.decode("t", confluent(7, event, 2, 0), List.of()))).isEqualTo(seven);
    assertThat(any.decode("t", confluent(7, event, 1, 0), List.of()).error())
        .startsWith("the index [1, 0] of the message type is ambiguous")
        .endsWith("set source.protobuf.message to one of them");
    assertThat(any.decode("t", confluent(7, event), List.of()).error())
        .isEqualTo(
            "the schema id 7: the message type shop.Other lacks after (a message), before (a"
                + " message), timestamp_ms, which the envelope needs");
    Format outer = plain("shop.Outer.Event");
    for (int index : new int[] {0, 1}) {
      assertThat(after(outer.decode("t", confluent(7, event, 1, index), List.of())))
          .isEqualTo(seven);
    }
    assertThat(outer.decode("t", confluent(7, event, 2, 0), List.of()).error())
        .isEqualTo(
            "the message type of the record is shop.Plain.Event, and not shop.Outer.Event"
                + " (source.protobuf.message)");
    assertThat(outer.decode("t", confluent(1, order(ORDERS, "id: 1")), List.of()).error())
        .isEqualTo(
            "the message type of the record is shop.orders.Envelope, and not shop.Outer.Event"
                + " (source.protobuf.message)");
  }

  @Test
  void namesTheIdOfASchemaThatCannotBeUsed() throws IOException {
    Format format = debezium(null, false);
    byte[] order = order(ORDERS, "id: 1");

    assertThat(error(format, 77, order)).isEqualTo("the schema id 77 is not in the registry");
    assertThat(error(format, 5, order)).isEqualTo("the schema id 5: not of type PROTOBUF but AVRO");
    assertThat(error(format, 10, order))
        .startsWith("the schema id 10: not a valid Protobuf schema: Syntax error in");
    assertThat(error(format, 4, order))
        .isEqualTo(
            "the schema id 4: the message type shop.orders.Key lacks after (a message), before (a"
                + " message), op, source (a message), which the envelope needs");
    assertThat(error(format, 1, order(ORDERS_2, "id: 1 note: 'n'")))
        .isEqualTo(
            "after has fields that shop.orders.Envelope.Value lacks (numbers [2]): the producer has"
                + " a newer schema than source.protobuf.descriptors, or than the schema id names");
    assertThat(format.decode("t", new byte[] {0, 0, 0, 0, 1, 1}, List.of()).error())
        .isEqualTo("the message type's index has an invalid length");
    assertThat(format.decode("t", "{}".getBytes(UTF_8), List.of()).error())
        .isEqualTo("no schema id: the first byte is neither 0 nor 1");
    // An unusable schema is not fetched again.
    assertThat(server.requests()).doesNotHaveDuplicates();
  }

  private static String error(Format format, int id, byte[] message) throws IOException {
    return String.valueOf(format.decode("t", confluent(id, message), List.of()).error());
  }

  @Test
  void rejectsBytesThatEndEarly() throws IOException {
    byte[] value = confluent(1, order(ORDERS, "id: 1"), 0);
    Format format = debezium(null, false);

    for (int length = 0; length < value.length; length++) {
      byte[] part = Arrays.copyOf(value, length);
      Envelope envelope = format.decode("t", part, List.of());
      // Protobuf does not tell where a message ends: a part of its fields is a message, too.
      assertThat(envelope.error() != null || envelope.op().equals(Envelope.NONE)).isTrue();
    }
  }

  @Test
  void readsUnwrappedRowsLogicalMessagesAndTombstones() throws IOException {
    server.schema(
        20,
        "package shop; message Value { optional int64 id = 1; optional string __op = 2; }",
        TYPE);
    Format unwrapped =
        new DebeziumProtobufConfig(
                source(null, false),
                DebeziumConfig.UNSET,
                new EnvelopeSettings(true, "__", TombstoneMeaning.DELETE, Set.of()))
            .create("?");

    Envelope row = unwrapped.decode("t", confluent(20, new byte[] {8, 7, 18, 1, 'u'}), List.of());
    assertThat(row.op()).isEqualTo("u");
    assertThat(after(row)).isEqualTo(Row.of(Columns.of("id"), 7L));
    assertThat(unwrapped.decode("t", null, List.of()).op()).isEqualTo("d");
    byte[] heartbeat = message(ProtobufFixture.file(HEARTBEAT), heartbeatType(), "ts_ms: 5");
    assertThat(unwrapped.decode("t", confluent(3, heartbeat), List.of()).op())
        .isEqualTo(Envelope.HEARTBEAT);
    byte[] logical =
        message(
            ProtobufFixture.file(MESSAGE),
            "io.debezium.connector.postgresql.MessageValue",
            "op: 'm' source {}");
    assertThat(debezium(null, false).decode("t", confluent(9, logical), List.of()).op())
        .isEqualTo("m");
  }

  private static byte[] order(String schema, String row) throws IOException {
    return message(
        ProtobufFixture.file(schema),
        "shop.orders.Envelope",
        "op: 'c' after { "
            + row
            + " } source { connector: 'postgresql' schema: 'public' table: 'orders' lsn: 7 }");
  }

  private static Row after(Envelope envelope) {
    assertThat(envelope.error()).isNull();
    return Objects.requireNonNull(envelope.after()).row();
  }

  private Format debezium(@Nullable String message, boolean jsonKeys) {
    return new DebeziumProtobufConfig(
            source(message, jsonKeys), DebeziumConfig.UNSET, EnvelopeSettings.DEFAULT)
        .create("?");
  }

  private Format plain(@Nullable String message) {
    return new ProtobufConfig(source(message, false)).create("?");
  }

  private ProtobufSchemas source(@Nullable String message, boolean jsonKeys) {
    return new Registered(
        new RegistryConfig(
            server.url(), WireForm.CONFLUENT, jsonKeys, RegistryAccess.NONE, Duration.ZERO),
        message);
  }
}
