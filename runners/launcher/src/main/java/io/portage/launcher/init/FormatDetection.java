package io.portage.launcher.init;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.config.FormatProvider;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the format of JSON records by their structure: {@code op} with Debezium's {@code source}
 * block is {@code debezium-json}; {@code op} with an image and without that block is {@code
 * envelope-json}. Every record of all topics must have the same one. Nothing else is derived from
 * the records; all other formats have to be named. Not thread-safe.
 */
final class FormatDetection {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String NONE = "";

  private final Set<String> found = new TreeSet<>();

  /** Adds a record's value; a tombstone record shows nothing. */
  void add(byte @Nullable [] value) {
    if (value != null) {
      found.add(format(value));
    }
  }

  /**
   * Returns the format.
   *
   * @throws CommandException if the records have no known one, or several
   */
  String format() {
    if (found.isEmpty()) {
      throw new CommandException(
          ExitCode.CHECK_FAILED, "the topics have no records: name the format with --format");
    }
    String only = found.iterator().next();
    if (found.size() > 1 || only.equals(NONE)) {
      throw new CommandException(
          ExitCode.USAGE,
          (only.equals(NONE)
                  ? "a record has the structure of no JSON format"
                  : "the records have the structures of " + String.join(" and ", found))
              + ": name the format with --format, one of "
              + String.join(", ", new TreeSet<>(FormatProvider.all().keySet())));
    }
    return only;
  }

  private static String format(byte[] value) {
    JsonNode root;
    try {
      root = JSON.readTree(value);
    } catch (IOException e) {
      return NONE; // not JSON: the caller has to name the format
    }
    JsonNode payload = root.path("payload");
    boolean wrapped = payload.isObject() && (root.size() == 1 || root.has("schema"));
    JsonNode event = wrapped ? payload : root;
    if (!event.path("op").isTextual()) {
      return NONE;
    }
    if (event.path("source").isObject()) {
      return "debezium-json";
    }
    boolean image = event.path("before").isObject() || event.path("after").isObject();
    return image && !wrapped ? "envelope-json" : NONE;
  }
}
