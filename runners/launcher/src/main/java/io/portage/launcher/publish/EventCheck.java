package io.portage.launcher.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks events of the format {@code envelope-json} before they are published. */
final class EventCheck {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Map<String, String> IMAGE_OF =
      Map.of("c", "after", "r", "after", "u", "after", "d", "before");

  /** The operations of events without an image: a truncate, and a message of the connector. */
  private static final Set<String> WITHOUT_IMAGE = Set.of("t", "m");

  private EventCheck() {}

  /** Returns one line per event that a pipeline could not use. */
  static List<String> problems(List<EventFile.Event> events) {
    return events.stream()
        .flatMap(event -> problem(event).map(text -> "line " + event.line() + ": " + text).stream())
        .toList();
  }

  private static Optional<String> problem(EventFile.Event event) {
    String text = event.text();
    if (text == null) {
      return Optional.empty(); // a tombstone record
    }
    JsonNode node;
    try {
      node = JSON.readTree(text);
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
    return node.path("timestamp_ms").isIntegralNumber()
        ? Optional.empty()
        : Optional.of("timestamp_ms is missing or not a whole number");
  }

  /** Returns the event's time in milliseconds; empty if the event has none. */
  static Optional<Long> time(EventFile.Event event) {
    try {
      JsonNode time = event.text() == null ? null : JSON.readTree(event.text()).get("timestamp_ms");
      return time == null || !time.isIntegralNumber()
          ? Optional.empty()
          : Optional.of(time.longValue());
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }
}
