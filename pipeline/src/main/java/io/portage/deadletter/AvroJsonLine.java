package io.portage.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes an Avro record as one line of readable JSON, and reads it back losslessly.
 *
 * <p>Bytes are written as base64, and also as text in {@code <field>Text} if they are valid UTF-8;
 * reading uses the base64. Times are ISO-8601. Null fields are omitted. Supports records, arrays,
 * enums, nullable unions, strings, bytes, ints and longs: the types in the schema of dead letters.
 */
final class AvroJsonLine {
  /** Its errors do not quote the line, which contains row values. */
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      // Any dead letter that was written must be readable, however long.
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private AvroJsonLine() {}

  static byte[] write(GenericRecord record) throws IOException {
    return JSON.writeValueAsBytes(toJson(record));
  }

  /**
   * Reads a line that {@link #write} wrote.
   *
   * @throws IOException if the line is not valid JSON or does not match the schema
   */
  static GenericRecord read(String line, Schema schema) throws IOException {
    JsonNode node = JSON.readTree(line);
    if (!node.isObject()) {
      throw new IOException("not a JSON object");
    }
    try {
      return fromJson(node, schema);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("not a dead letter: " + e.getMessage(), e);
    }
  }

  private static ObjectNode toJson(GenericRecord record) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    for (Schema.Field field : record.getSchema().getFields()) {
      Object value = record.get(field.pos());
      if (value != null) {
        node.set(field.name(), value(value, notNull(field.schema())));
        String text = value instanceof ByteBuffer bytes ? text(bytes) : null;
        if (text != null) {
          node.put(field.name() + "Text", text);
        }
      }
    }
    return node;
  }

  private static JsonNode value(Object value, Schema schema) {
    return switch (schema.getType()) {
      case RECORD -> toJson((GenericRecord) value);
      case ARRAY -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        ((List<?>) value).forEach(item -> array.add(value(item, schema.getElementType())));
        yield array;
      }
      case BYTES -> JsonNodeFactory.instance.textNode(base64((ByteBuffer) value));
      case INT -> JsonNodeFactory.instance.numberNode((Integer) value);
      case LONG ->
          isTime(schema)
              ? JsonNodeFactory.instance.textNode(Instant.ofEpochMilli((Long) value).toString())
              : JsonNodeFactory.instance.numberNode((Long) value);
      case STRING, ENUM -> JsonNodeFactory.instance.textNode(value.toString());
      default -> throw new IllegalStateException("no JSON for " + schema.getType());
    };
  }

  private static GenericRecord fromJson(JsonNode node, Schema schema) throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      JsonNode value = node.get(field.name());
      if (value != null && !value.isNull()) {
        record.put(field.pos(), fromValue(value, notNull(field.schema())));
      } else if (field.hasDefaultValue()) {
        record.put(field.pos(), GenericData.get().getDefaultValue(field));
      } else {
        throw new IOException("the field " + field.name() + " is missing");
      }
    }
    return record;
  }

  private static Object fromValue(JsonNode node, Schema schema) throws IOException {
    return switch (schema.getType()) {
      case RECORD -> fromJson(node, schema);
      case ARRAY -> {
        GenericData.Array<Object> array = new GenericData.Array<>(node.size(), schema);
        for (JsonNode item : node) {
          array.add(fromValue(item, schema.getElementType()));
        }
        yield array;
      }
      case BYTES -> ByteBuffer.wrap(Base64.getDecoder().decode(node.textValue()));
      case INT -> node.intValue();
      case LONG ->
          isTime(schema)
              ? (Object) Instant.parse(node.textValue()).toEpochMilli()
              : node.longValue();
      case ENUM -> new GenericData.EnumSymbol(schema, node.textValue());
      case STRING -> node.textValue();
      default -> throw new IllegalStateException("no value of " + schema.getType());
    };
  }

  private static Schema notNull(Schema schema) {
    if (schema.getType() != Schema.Type.UNION) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(type -> type.getType() != Schema.Type.NULL)
        .findFirst()
        .orElse(schema);
  }

  private static boolean isTime(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.TimestampMillis;
  }

  private static String base64(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1
        .decode(Base64.getEncoder().encode(bytes.duplicate()))
        .toString();
  }

  private static @Nullable String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
