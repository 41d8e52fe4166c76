package io.portage.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import io.portage.launcher.contract.TestJob;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Registers the Protobuf schemas of Debezium's events of two tables, and sends events. The bytes
 * are made of the numbers of fields, without the schemas.
 */
final class ProtobufOrders implements AutoCloseable {
  private static final long TIME = 1_726_531_260_000L;
  private static final String EVENT =
      """
      syntax = "proto3";
      package shop.public.%s;
      import "google/protobuf/timestamp.proto";
      %s
      message Envelope {
        Value before = 1;
        Value after = 2;
        Source source = 3;
        string op = 4;
        optional int64 ts_ms = 5;
        message Value { int64 id = 1; %s }
        message Source {
          string connector = 1; int64 ts_ms = 2; string schema = 3; string table = 4; int64 lsn = 5;
        }
      }
      """;
  private static final String PRICE =
      "syntax = \"proto3\"; package shop; message Price { int64 cents = 1; string currency = 2; }";
  private static final String KEY =
      "syntax = \"proto3\"; package shop.public.orders; message Key { int64 id = 1; }";
  private static final String HEARTBEAT =
      "syntax = \"proto3\"; package io.debezium.connector.common; message Heartbeat { int64 ts_ms = 1; }";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String registry;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private long lsn = 1_000;

  ProtobufOrders(String registry, TestJob job) {
    this.registry = registry;
    this.topic = job.topic();
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", job.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends three orders, of which the last is deleted without an image, an item, a heartbeat, an
   * order with ids in headers, a record of a schema that is not registered, and a text.
   */
  void publish() throws Exception {
    int first = register("pb-orders-value", EVENT.formatted("orders", "", ""), false);
    int second =
        register(
            "pb-orders-value", EVENT.formatted("orders", "", "optional string note = 2;"), false);
    register("pb-price", PRICE, false);
    int item =
        register(
            "pb-items-value",
            EVENT.formatted("items", "import \"shop/price.proto\";", "shop.Price price = 2;"),
            true);
    int key = register("pb-orders-key", KEY, false);
    int heartbeat = register("pb-heartbeat", HEARTBEAT, false);

    send(key, 1, prefix(first), event("orders", "c", Map.of(1, 1L)));
    send(key, 2, prefix(second), event("orders", "c", Map.of(1, 2L, 2, "new")));
    send(key, 3, prefix(first), event("orders", "c", Map.of(1, 3L)));
    send(key, 7, prefix(item), event("items", "c", Map.of(1, 7L, 2, Map.of(1, 1250L, 2, "EUR"))));
    send(key, 0, prefix(heartbeat), bytes(Map.of(1, TIME)));
    sendWithHeaders(key, 4, second, event("orders", "c", Map.of(1, 4L, 2, "by header")));
    send(key, 3, prefix(second), event("orders", "d", null));
    send(key, 0, prefix(99_999), new byte[0]);
    send(new ProducerRecord<>(topic, null, "{}".getBytes(UTF_8)));
  }

  private int register(String subject, String schema, boolean hasPrice) throws Exception {
    ObjectNode request =
        JSON.createObjectNode().put("schemaType", "PROTOBUF").put("schema", schema);
    if (hasPrice) {
      request
          .putArray("references")
          .addObject()
          .put("name", "shop/price.proto")
          .put("subject", "pb-price")
          .put("version", 1);
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("id").asInt();
  }

  private void send(int keySchema, long id, byte[] prefix, byte[] message) throws Exception {
    send(
        new ProducerRecord<>(
            topic, joined(prefix(keySchema), bytes(Map.of(1, id))), joined(prefix, message)));
  }

  private void sendWithHeaders(int keySchema, long id, int valueSchema, byte[] message)
      throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, bytes(Map.of(1, id)), message);
    record.headers().add("__key_schema_id", prefix(keySchema));
    record.headers().add("__value_schema_id", prefix(valueSchema));
    send(record);
  }

  private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
    producer.send(record).get();
  }

  private byte[] event(String table, String op, @Nullable Map<Integer, Object> after) {
    Map<Integer, Object> source = Map.of(1, "postgresql", 2, TIME, 3, "public", 4, table, 5, ++lsn);
    return bytes(
        after == null
            ? Map.of(3, source, 4, op, 5, TIME)
            : Map.of(2, after, 3, source, 4, op, 5, TIME));
  }

  /** Returns 0, a schema's id and the place of the schema's first message type. */
  private static byte[] prefix(int id) {
    return ByteBuffer.allocate(6).put((byte) 0).putInt(id).put((byte) 0).array();
  }

  private static byte[] joined(byte[] prefix, byte[] message) {
    return ByteBuffer.allocate(prefix.length + message.length).put(prefix).put(message).array();
  }

  /** Returns the bytes of a message: numbers, texts and messages by the numbers of their fields. */
  private static byte[] bytes(Map<Integer, ?> message) {
    UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
    message.forEach((number, value) -> fields.addField(number, field(value)));
    return fields.build().toByteArray();
  }

  private static Field field(Object value) {
    if (value instanceof Long number) {
      return Field.newBuilder().addVarint(number).build();
    }
    if (value instanceof Map<?, ?> inner) {
      UnknownFieldSet.Builder fields = UnknownFieldSet.newBuilder();
      inner.forEach((number, part) -> fields.addField((Integer) number, field(part)));
      return Field.newBuilder().addLengthDelimited(fields.build().toByteString()).build();
    }
    return Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8((String) value)).build();
  }

  @Override
  public void close() {
    producer.close();
  }
}
