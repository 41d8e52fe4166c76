package io.portage.launcher.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads change events of users in one pass over their bytes. */
final class UserParser {
  private static final JsonFactory JSON = new JsonFactory();

  private UserParser() {}

  /** Returns the user's row after the event, or null for an event that cannot be used. */
  static @Nullable BenchUser parse(byte[] value) throws IOException {
    try (JsonParser json = JSON.createParser(value)) {
      return json.nextToken() == JsonToken.START_OBJECT ? change(json) : null;
    } catch (JsonProcessingException malformed) {
      return null;
    }
  }

  private static @Nullable BenchUser change(JsonParser json) throws IOException {
    String op = "";
    @Nullable BenchUser before = null;
    @Nullable BenchUser after = null;
    long time = -1;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "op" -> op = json.getText();
        case "before" -> before = image(json, token, true);
        case "after" -> after = image(json, token, false);
        case "timestamp_ms" ->
            time = token == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
        default -> json.skipChildren();
      }
    }
    @Nullable BenchUser user =
        switch (op) {
          case "c", "r", "u" -> after;
          case "d" -> before;
          default -> null;
        };
    return user == null || time < 0
        ? null
        : new BenchUser(
            user.id(), user.name(), user.email(), user.country(), user.isDeleted(), time);
  }

  private static @Nullable BenchUser image(JsonParser json, JsonToken first, boolean deleted)
      throws IOException {
    if (first != JsonToken.START_OBJECT) {
      json.skipChildren();
      return null;
    }
    long id = -1;
    @Nullable String name = null;
    @Nullable String email = null;
    @Nullable String country = null;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken token = json.nextToken();
      switch (field) {
        case "user_id" -> id = token == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
        case "name" -> name = json.getValueAsString();
        case "email" -> email = json.getValueAsString();
        case "country_code" -> country = json.getValueAsString();
        default -> json.skipChildren();
      }
    }
    return id < 0 || name == null ? null : new BenchUser(id, name, email, country, deleted, 0);
  }
}
