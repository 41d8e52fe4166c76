package io.portage.normalize;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the key columns from a record's own key: a JSON object (Debezium's wrapping in schema and
 * payload too), or for a key of one column its text. Only deletes without an image need it.
 */
final class KafkaKey {
  private static final ObjectReader JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .readerFor(JsonNode.class);

  private KafkaKey() {}

  /** The key's columns that the bytes tell, all others absent; null when they tell none. */
  static @Nullable Row read(byte @Nullable [] key, List<String> columns) {
    String text = key == null ? null : text(key);
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.charAt(0) == '{') {
      JsonNode node = parse(text);
      return node == null ? null : ofObject(node, columns);
    }
    if (columns.size() != 1) {
      return null;
    }
    Object value = ofScalar(text);
    return value == null ? null : Row.of(Columns.of(columns), value);
  }

  private static Row ofObject(JsonNode node, List<String> columns) {
    JsonNode payload = node.get("payload");
    JsonNode object = payload != null && node.has("schema") ? payload : node;
    List<String> told = columns.stream().filter(name -> isScalar(object.get(name))).toList();
    return Row.of(Columns.of(told), told.stream().map(name -> value(object.get(name))).toArray());
  }

  private static boolean isScalar(@Nullable JsonNode node) {
    return node != null && node.isValueNode() && !node.isNull();
  }

  private static Object value(JsonNode node) {
    if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    } else if (node.isNumber()) {
      return node.decimalValue();
    }
    return node.textValue();
  }

  /** A number stays text: the column decides what it is, and nothing is lost on the way. */
  private static @Nullable String ofScalar(String text) {
    if (text.equals("null")) {
      return null;
    }
    if (text.charAt(0) != '"') {
      return text;
    }
    JsonNode node = parse(text);
    return node == null ? text : node.textValue();
  }

  private static @Nullable JsonNode parse(String text) {
    try {
      return JSON.readValue(text);
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
