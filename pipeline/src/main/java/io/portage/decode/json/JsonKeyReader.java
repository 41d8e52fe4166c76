package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ValueConverter;
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
 * or a single value, as JSON, as plain text or in the same wrapper.
 *
 * <p>A key outside of an object is a number if it is the canonical text of that number; otherwise
 * it is text, and fitting to the target column decides. No digit is lost.
 */
public final class JsonKeyReader {
  private static final Set<String> WRAPPED = Set.of("schema", "payload");

  private JsonKeyReader() {}

  /** Provides the converters of a row's columns, for keys without a schema of their own. */
  @FunctionalInterface
  public interface FallbackConverters {
    /** Returns the converters by column; null if the column types are unknown. */
    @Nullable Map<String, ValueConverter> conversions() throws IOException, MalformedException;
  }

  /** Reads the key of a source whose JSON values are the column values. */
  public static SourceKey readPlain(byte[] key) {
    SourceKey untyped = read(key, () -> null);
    return new SourceKey(untyped.columns(), untyped.value(), true, untyped.problem());
  }

  /**
   * Reads a key. A key that cannot be read is returned as {@link SourceKey#none} with the reason.
   */
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
      return parse(key) instanceof Map<?, ?> object
          ? object(object, fallback)
          : SourceKey.none("it is not a JSON object");
    } catch (MalformedException e) {
      return SourceKey.none(e.problem());
    } catch (IOException e) {
      return SourceKey.none(Json.problem(e, 0));
    }
  }

  /** Reads a key if it is a JSON object; other bytes may have any encoding and are rejected. */
  public static SourceKey readObject(byte[] key) {
    if (isObject(key)) {
      return readPlain(key);
    }
    String mark = ByteOrderMark.of(key);
    return SourceKey.none("it " + (mark == null ? "is not a JSON object" : mark));
  }

  /** Returns true if the first character is that of a JSON object. */
  public static boolean isObject(byte[] key) {
    int from = Json.skipSpace(key, 0);
    return from < key.length && key[from] == '{';
  }

  private static SourceKey scalar(String text) {
    if (text.equals("null")) {
      return SourceKey.none("it is null");
    }
    try {
      Object value = parse(text.getBytes(StandardCharsets.UTF_8));
      return value instanceof String || (value instanceof Number number && isExact(number, text))
          ? SourceKey.ofValue(value, false)
          : SourceKey.ofValue(text, true);
    } catch (MalformedException | IOException e) {
      return SourceKey.ofValue(text, true); // not JSON: plain text
    }
  }

  /**
   * Returns true if {@code text} is the canonical text of the number; otherwise the column decides.
   */
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
    Map<?, ?> schema = object.get("schema") instanceof Map<?, ?> map ? map : null;
    if (payload instanceof Map<?, ?> struct) {
      Map<String, ValueConverter> conversions =
          schema == null ? fallback.conversions() : ConnectJsonSchema.columns(schema);
      return columns(struct, conversions);
    }
    return schema == null
        ? SourceKey.ofValue(payload, false)
        : SourceKey.ofValue(ConnectJsonSchema.conversion(schema).convert(payload), true);
  }

  /**
   * Returns true if the object is a wrapper. A payload that is not an object needs a schema field
   * beside it, because a column may be named {@code payload}.
   */
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
      throw MalformedException.inColumn("", name, e.problem());
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
