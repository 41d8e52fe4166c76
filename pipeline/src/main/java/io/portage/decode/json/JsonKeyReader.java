package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.DebeziumSchema;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.SourceKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys: a JSON object, alone or in Kafka Connect's {@code {"schema": ..., "payload": ...}};
 * or one value, as JSON, as plain text or in the same wrapping.
 *
 * <p>What outside of an object is a number, and is written as its number would be, is a number;
 * else it is text: the column decides what it is, and nothing is lost on the way.
 */
public final class JsonKeyReader {
  private static final Set<String> WRAPPED = Set.of("schema", "payload");

  private JsonKeyReader() {}

  /** The conversions of a row's columns, for keys that have no schema of their own. */
  @FunctionalInterface
  public interface FallbackConverters {
    /** By column; null where nothing tells the columns' types. */
    @Nullable Map<String, ValueConverter> conversions() throws IOException, MalformedException;
  }

  /** What the bytes tell, of a source whose JSON values are the values. */
  public static SourceKey readPlain(byte[] key) {
    SourceKey told = read(key, () -> null);
    return new SourceKey(told.columns(), told.value(), true, told.problem());
  }

  /** What the bytes tell. */
  public static SourceKey read(byte[] key, FallbackConverters fallback) {
    int from = Json.skipSpace(key, 0);
    if (from == key.length) {
      return SourceKey.none("it is empty");
    }
    String mark = ByteOrderMark.of(key);
    if (mark != null) {
      return SourceKey.none("it " + mark);
    }
    if (Utf8.firstMalformed(key, from, key.length) >= 0) {
      return SourceKey.none("it is not UTF-8");
    }
    if (key[from] != '{') {
      return scalar(new String(key, StandardCharsets.UTF_8));
    }
    try {
      return object((Map<?, ?>) parse(key), fallback);
    } catch (MalformedException e) {
      return SourceKey.none(e.problem());
    } catch (IOException e) {
      return SourceKey.none(Json.problem(e, 0));
    }
  }

  /** What the bytes tell, if they are a JSON object: other bytes may be of any encoding. */
  public static SourceKey readObject(byte[] key) {
    int from = Json.skipSpace(key, 0);
    if (from < key.length && key[from] == '{') {
      return readPlain(key);
    }
    String mark = ByteOrderMark.of(key);
    return SourceKey.none("it " + (mark == null ? "is not a JSON object" : mark));
  }

  private static SourceKey scalar(String text) {
    if (text.equals("null")) {
      return SourceKey.none("it is null");
    }
    try {
      Object value = parse(text.getBytes(StandardCharsets.UTF_8));
      boolean told =
          value instanceof String || (value instanceof Number number && isExact(number, text));
      return told ? SourceKey.ofValue(value, false) : SourceKey.ofValue(text, true);
    } catch (MalformedException | IOException e) {
      return SourceKey.ofValue(text, true); // plain text, which is what it says
    }
  }

  /** Whether the number's text is this one: otherwise the column decides what it is. */
  private static boolean isExact(Number number, String text) {
    return number instanceof BigDecimal decimal
        ? decimal.scale() >= 0
            && decimal.scale() < text.length()
            && decimal.toPlainString().equals(text)
        : number.toString().equals(text);
  }

  private static SourceKey object(Map<?, ?> object, FallbackConverters fallback)
      throws IOException, MalformedException {
    if (!isWrapped(object)) {
      return columns(object, fallback.conversions());
    }
    Object payload = object.get("payload");
    if (payload == null) {
      return SourceKey.none("it is null");
    }
    Map<?, ?> schema = object.get("schema") instanceof Map<?, ?> told ? told : null;
    if (payload instanceof Map<?, ?> struct) {
      Map<String, ValueConverter> conversions =
          schema == null ? fallback.conversions() : DebeziumSchema.columns(schema);
      return columns(struct, conversions);
    }
    return schema == null
        ? SourceKey.ofValue(payload, false)
        : SourceKey.ofValue(DebeziumSchema.conversion(schema).convert(payload), true);
  }

  /** A payload that is no object needs its schema beside it: a column may have that name. */
  private static boolean isWrapped(Map<?, ?> object) {
    Object payload = object.get("payload");
    return WRAPPED.containsAll(object.keySet())
        && object.containsKey("payload")
        && (payload instanceof Map<?, ?> || object.containsKey("schema"))
        && (object.get("schema") == null || object.get("schema") instanceof Map<?, ?>);
  }

  private static SourceKey columns(Map<?, ?> struct, @Nullable Map<String, ValueConverter> schema)
      throws MalformedException {
    Map<String, ValueConverter> conversions = schema == null ? Map.of() : schema;
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (Map.Entry<?, ?> entry : struct.entrySet()) {
      String name = String.valueOf(entry.getKey());
      Object value = entry.getValue();
      if (value != null) {
        names.add(name);
        values.add(converted(name, value, conversions.getOrDefault(name, ValueConverter.NONE)));
      }
    }
    boolean typed = conversions.keySet().containsAll(names);
    return SourceKey.of(Row.of(Columns.of(names), values.toArray()), typed);
  }

  private static Object converted(String name, Object value, ValueConverter conversion)
      throws MalformedException {
    try {
      return conversion.convert(value);
    } catch (MalformedException e) {
      throw new MalformedException("column " + name + ": " + e.problem());
    }
  }

  private static @Nullable Object parse(byte[] json) throws IOException, MalformedException {
    try (JsonParser parser = Json.parser(json, 0, json.length)) {
      parser.nextToken();
      Object value = JsonValues.read(parser);
      Json.end(parser);
      return value;
    }
  }
}
