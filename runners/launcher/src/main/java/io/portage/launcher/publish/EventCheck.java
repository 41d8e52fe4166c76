package io.portage.launcher.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks events before they are published: the parts that every pipeline needs. */
final class EventCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> IMAGE_OF =
      Map.of("c", "after", "r", "after", "u", "after", "d", "before");

  /** The operations of events without an image: a truncate, and a message of the connector. */
  private static final Set<String> WITHOUT_IMAGE = Set.of("t", "m");

  private EventCheck() {}

  /** Returns one line per event that a pipeline could not use. */
  static List<String> problems(List<EventFile.Event> events, EventFormat format) {
    return events.stream()
        .flatMap(
            event ->
                problem(event, format).map(text -> "line " + event.line() + ": " + text).stream())
        .toList();
  }

  private static Optional<String> problem(EventFile.Event event, EventFormat format) {
    String text = event.text();
    if (text == null) {
      return format == EventFormat.DEBEZIUM_JSON && event.key() == null
          ? Optional.of("a tombstone record needs a key")
          : Optional.empty();
    }
    JsonNode node;
    try {
      node = payload(JSON.readTree(text), format);
    } catch (JsonProcessingException malformed) {
      return Optional.of("not JSON");
    }
    if (!node.isObject()) {
      return Optional.of("not a JSON object");
    }
    String op = node.path("op").asText();
    String image = IMAGE_OF.get(op);
    if (image == null && !WITHOUT_IMAGE.contains(op)) {
      return Optional.of("op is not one of c, r, u, d, t, m");
    }
    if (image != null && !node.path(image).isObject()) {
      return Optional.of("op " + op + " needs " + image);
    }
    if (format == EventFormat.DEBEZIUM_JSON && !node.path("source").isObject()) {
      return Optional.of("source is missing or not an object");
    }
    return time(node, format).isPresent()
        ? Optional.empty()
        : Optional.of(timeField(format) + " is missing or not a whole number");
  }

  /** Returns the event's time in milliseconds; empty if the event has none. */
  static Optional<Long> time(EventFile.Event event, EventFormat format) {
    try {
      return event.text() == null
          ? Optional.empty()
          : time(payload(JSON.readTree(event.text()), format), format);
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private static Optional<Long> time(JsonNode node, EventFormat format) {
    JsonNode time =
        format == EventFormat.DEBEZIUM_JSON
            ? node.path("source").path("ts_ms")
            : node.path("timestamp_ms");
    return time.isIntegralNumber() ? Optional.of(time.longValue()) : Optional.empty();
  }

  private static String timeField(EventFormat format) {
    return format == EventFormat.DEBEZIUM_JSON ? "source.ts_ms" : "timestamp_ms";
  }

  /** Returns the event without Debezium's schema part. */
  static JsonNode payload(JsonNode value, EventFormat format) {
    return format == EventFormat.DEBEZIUM_JSON && value.has("schema") && value.has("payload")
        ? value.get("payload")
        : value;
  }
}
