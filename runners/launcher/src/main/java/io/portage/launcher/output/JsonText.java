package io.portage.launcher.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The one JSON form of a value, for commands and the console's API. */
public final class JsonText {
  private static final JsonMapper LINE = new JsonMapper();

  private static final JsonMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonText() {}

  /** Returns the value in one line. */
  public static String line(Object value) {
    return write(LINE, value);
  }

  /** Returns the value in several lines, without a line break at the end. */
  public static String indented(Object value) {
    return write(INDENTED, value);
  }

  private static String write(JsonMapper json, Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + value.getClass(), e);
    }
  }
}
