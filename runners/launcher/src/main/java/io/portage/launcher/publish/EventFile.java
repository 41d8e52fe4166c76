package io.portage.launcher.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Events in a file: one event per line, or one JSON array of events.
 *
 * <p>A line is the value of a record, unchanged, whatever its content. Only an object whose single
 * field is {@code record} describes a complete record: {@code {"record": {"key": "7", "value":
 * null, "partition": 1, "timestamp": 1726531200000, "headers": {"name": "text"}}}}. Its value is an
 * object, null (a tombstone record), or a text, which is sent unchanged; {@code "base64"} instead
 * of {@code "value"} contains bytes that are not text. The values of headers follow the same rules.
 */
public final class EventFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> FIELDS =
      Set.of("key", "value", "base64", "partition", "timestamp", "headers");

  private EventFile() {}

  /**
   * One record to publish.
   *
   * @param line its line, from 1; in an array its position, from 1
   * @param key the key's bytes, or null
   * @param value the value's bytes, or null
   * @param partition the partition, or null if the producer chooses it
   * @param timestamp Kafka's timestamp in milliseconds, or null for the current time
   * @param headers the headers, in order
   */
  public record Event(
      int line,
      byte @Nullable [] key,
      byte @Nullable [] value,
      @Nullable Integer partition,
      @Nullable Long timestamp,
      List<Header> headers) {
    /** A record without headers. */
    public Event(
        int line,
        byte @Nullable [] key,
        byte @Nullable [] value,
        @Nullable Integer partition,
        @Nullable Long timestamp) {
      this(line, key, value, partition, timestamp, List.of());
    }

    /** Returns the value as text, or null. */
    public @Nullable String text() {
      return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
  }

  /**
   * Reads the events of {@code file}; empty lines are skipped.
   *
   * @throws IOException if it cannot be read, or a complete record is wrong: with its line
   */
  public static List<Event> read(Path file) throws IOException {
    String content = Files.readString(file);
    if (content.stripLeading().startsWith("[")) {
      return readArray(content);
    }
    List<Event> events = new ArrayList<>();
    List<String> lines = content.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        events.add(event(i + 1, lines.get(i)));
      }
    }
    return events;
  }

  private static List<Event> readArray(String content) throws IOException {
    List<Event> events = new ArrayList<>();
    for (JsonNode node : JSON.readTree(content)) {
      events.add(event(events.size() + 1, JSON.writeValueAsString(node)));
    }
    return events;
  }

  private static Event event(int line, String text) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      return new Event(line, null, bytes(text), null, null); // sent unchanged: Decode checks it
    }
    if (!node.isObject() || node.size() != 1 || !node.path("record").isObject()) {
      return new Event(line, null, bytes(text), null, null);
    }
    JsonNode whole = node.get("record");
    require(line, whole);
    return new Event(
        line,
        content(whole.get("key")),
        whole.hasNonNull("base64")
            ? decoded(line, whole.get("base64").asText())
            : content(whole.get("value")),
        whole.hasNonNull("partition") ? whole.get("partition").asInt() : null,
        whole.hasNonNull("timestamp") ? whole.get("timestamp").asLong() : null,
        headers(whole.path("headers")));
  }

  private static void require(int line, JsonNode whole) throws IOException {
    for (Map.Entry<String, JsonNode> field : whole.properties()) {
      if (!FIELDS.contains(field.getKey())) {
        throw new IOException(
            "line "
                + line
                + ": record has the unknown field "
                + field.getKey()
                + "; it may have key, value, base64, partition, timestamp and headers");
      }
    }
    if (!whole.has("value") && !whole.has("base64")) {
      throw new IOException("line " + line + ": record needs value (null: a tombstone) or base64");
    }
    for (String number : List.of("partition", "timestamp")) {
      if (whole.hasNonNull(number) && !whole.get(number).isIntegralNumber()) {
        throw new IOException("line " + line + ": record." + number + " is not a whole number");
      }
    }
    if (whole.has("headers") && !whole.get("headers").isObject()) {
      throw new IOException("line " + line + ": record.headers is not an object");
    }
  }

  private static byte[] decoded(int line, String base64) throws IOException {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      throw new IOException("line " + line + ": record.base64 is not base64", malformed);
    }
  }

  private static List<Header> headers(JsonNode node) {
    List<Header> headers = new ArrayList<>();
    node.properties()
        .forEach(entry -> headers.add(new RecordHeader(entry.getKey(), content(entry.getValue()))));
    return List.copyOf(headers);
  }

  private static byte @Nullable [] content(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    return bytes(node.isTextual() ? node.textValue() : node.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
