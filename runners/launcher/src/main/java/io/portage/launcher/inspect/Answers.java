package io.portage.launcher.inspect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** The JSON of the answers, the same in the commands and in the console's API. */
public final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private static final JsonMapper INDENTED =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Answers() {}

  /** Returns the answer in one line, UTF-8. */
  public static byte[] bytes(Object answer) {
    try {
      return JSON.writeValueAsBytes(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + answer.getClass(), e);
    }
  }

  /** Returns the answer in several lines. */
  public static String indented(Object answer) {
    try {
      return INDENTED.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON for " + answer.getClass(), e);
    }
  }
}
