package io.portage.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.portage.launcher.contract.TestJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Registers Avro schemas, and sends records with the ids of their schemas. */
final class AvroSender implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final Schema.Parser shared = new Schema.Parser();
  private final Map<Integer, Schema> schemas = new HashMap<>();
  private final String registry;
  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;

  AvroSender(String registry, TestJob job) {
    this.registry = registry;
    this.topic = job.topic();
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", job.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Registers a schema; returns its id. */
  int register(String subject, String schema) throws Exception {
    return register(subject, schema, JSON.createObjectNode(), new Schema.Parser().parse(schema));
  }

  /** Registers a schema that uses a type, whose schema is the first version of a subject. */
  int register(String subject, String schema, String type, String typeSubject) throws Exception {
    ObjectNode request = JSON.createObjectNode();
    request
        .putArray("references")
        .addObject()
        .put("name", type)
        .put("subject", typeSubject)
        .put("version", 1);
    HttpResponse<String> used = get("/subjects/" + typeSubject + "/versions/1");
    shared.parse(JSON.readTree(used.body()).path("schema").asText());
    return register(subject, schema, request, shared.parse(schema));
  }

  private int register(String subject, String schema, ObjectNode request, Schema parsed)
      throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(registry + "/subjects/" + subject + "/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(request.put("schema", schema).toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode id = JSON.readTree(answer.body()).path("id");
    schemas.put(id.asInt(), parsed);
    return id.asInt();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(registry + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Sends a record with the ids before key and value. */
  void send(int keySchema, long id, int valueSchema, Map<String, Object> value) throws IOException {
    send(
        new ProducerRecord<>(
            topic,
            bytes(prefix(keySchema), schema(keySchema), Map.of("id", id)),
            bytes(prefix(valueSchema), schema(valueSchema), value)));
  }

  /** Sends a record with the ids in headers. */
  void sendWithHeaders(int keySchema, long id, int valueSchema, Map<String, Object> value)
      throws IOException {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            bytes(new byte[0], schema(keySchema), Map.of("id", id)),
            bytes(new byte[0], schema(valueSchema), value));
    record.headers().add("__key_schema_id", prefix(keySchema));
    record.headers().add("__value_schema_id", prefix(valueSchema));
    send(record);
  }

  /** Sends a record of a schema that is not registered. */
  void sendUnknown(int schema) {
    send(new ProducerRecord<>(topic, null, prefix(schema)));
  }

  /** Sends a record that is not Avro. */
  void sendText(String text) {
    send(new ProducerRecord<>(topic, null, text.getBytes(UTF_8)));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    try {
      producer.send(record).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Schema schema(int id) {
    Schema schema = schemas.get(id);
    assertThat(schema).isNotNull();
    return schema;
  }

  private static byte[] prefix(int id) {
    return ByteBuffer.allocate(5).put((byte) 0).putInt(id).array();
  }

  private static byte[] bytes(byte[] prefix, Schema schema, Map<String, Object> fields)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(prefix);
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<>(schema).write(datum(schema, fields), encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static @Nullable Object datum(Schema schema, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> fields)) {
      return value;
    }
    Schema type =
        schema.getType() == Schema.Type.UNION
            ? schema.getTypes().stream()
                .filter(branch -> branch.getType() == Schema.Type.RECORD)
                .findFirst()
                .orElseThrow()
            : schema;
    GenericRecord record = new GenericData.Record(type);
    for (Schema.Field field : type.getFields()) {
      record.put(field.name(), datum(field.schema(), fields.get(field.name())));
    }
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }
}
