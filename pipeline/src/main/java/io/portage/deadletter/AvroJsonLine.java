package io.portage.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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
 * enums, nullable unions, strings, bytes, booleans, ints and longs: the types in the schema of dead
 * letters.
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
   * @param bytes begins with the line
   * @throws IOException if the line is not valid JSON or does not match the schema
   */
  static GenericRecord read(byte[] bytes, int length, Schema schema) throws IOException {
    try (JsonParser parser = JSON.createParser(bytes, 0, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      GenericRecord record = readRecord(parser, schema);
      if (parser.nextToken() != null) {
        throw new IOException("the JSON object is followed by more");
      }
      return record;
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
      case BOOLEAN -> JsonNodeFactory.instance.booleanNode((Boolean) value);
      case INT -> JsonNodeFactory.instance.numberNode((Integer) value);
      case LONG ->
          isTime(schema)
              ? JsonNodeFactory.instance.textNode(Instant.ofEpochMilli((Long) value).toString())
              : JsonNodeFactory.instance.numberNode((Long) value);
      case STRING, ENUM -> JsonNodeFactory.instance.textNode(value.toString());
      default -> throw new IllegalStateException("no JSON for " + schema.getType());
    };
  }

  /** Reads an object whose first token is the parser's; other fields are skipped unread. */
  private static GenericRecord readRecord(JsonParser parser, Schema schema) throws IOException {
    GenericRecord record = new GenericData.Record(schema);
    boolean[] present = new boolean[schema.getFields().size()];
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Schema.Field field = schema.getField(parser.currentName());
      if (parser.nextToken() == JsonToken.VALUE_NULL || field == null) {
        parser.skipChildren();
      } else {
        record.put(field.pos(), readValue(parser, notNull(field.schema())));
        present[field.pos()] = true;
      }
    }
    for (Schema.Field field : schema.getFields()) {
      if (!present[field.pos()]) {
        if (!field.hasDefaultValue()) {
          throw new IOException("the field " + field.name() + " is missing");
        }
        record.put(field.pos(), GenericData.get().getDefaultValue(field));
      }
    }
    return record;
  }

  private static Object readValue(JsonParser parser, Schema schema) throws IOException {
    return switch (schema.getType()) {
      case RECORD -> {
        require(parser, JsonToken.START_OBJECT);
        yield readRecord(parser, schema);
      }
      case ARRAY -> {
        require(parser, JsonToken.START_ARRAY);
        GenericData.Array<Object> array = new GenericData.Array<>(0, schema);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(readValue(parser, schema.getElementType()));
        }
        yield array;
      }
      case BYTES -> {
        require(parser, JsonToken.VALUE_STRING);
        yield ByteBuffer.wrap(parser.getBinaryValue());
      }
      case BOOLEAN -> parser.getBooleanValue();
      case INT -> parser.getIntValue();
      case LONG ->
          isTime(schema)
              ? (Object) Instant.parse(text(parser)).toEpochMilli()
              : parser.getLongValue();
      case ENUM -> new GenericData.EnumSymbol(schema, text(parser));
      case STRING -> text(parser);
      default -> throw new IllegalStateException("no value of " + schema.getType());
    };
  }

  private static String text(JsonParser parser) throws IOException {
    require(parser, JsonToken.VALUE_STRING);
    return parser.getText();
  }

  private static void require(JsonParser parser, JsonToken token) throws IOException {
    if (parser.currentToken() != token) {
      throw new IOException("the field " + parser.currentName() + " has the wrong type");
    }
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
