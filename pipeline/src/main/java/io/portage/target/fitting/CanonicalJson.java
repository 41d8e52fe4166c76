package io.portage.target.fitting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.target.TombstoneKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The canonical text of JSON, the same for all texts that are equal as {@code jsonb}: without
 * spaces, an object's names sorted and the last value of each, numbers by value. Not recursive, so
 * the depth is not limited by the stack.
 */
public final class CanonicalJson {
  private final Deque<Level> open = new ArrayDeque<>();
  private String whole = "";

  private CanonicalJson() {}

  /** An object or a list whose end has not been read. */
  private static final class Level {
    private final @Nullable Map<String, String> members;
    private final StringBuilder elements = new StringBuilder();
    private String name = "";

    Level(boolean object) {
      this.members = object ? new TreeMap<>() : null;
    }

    void add(String value) {
      if (members != null) {
        members.put(name, value);
      } else {
        elements.append(elements.length() == 0 ? "" : ",").append(value);
      }
    }

    String text() {
      if (members == null) {
        return "[" + elements + "]";
      }
      StringBuilder object = new StringBuilder("{");
      members.forEach(
          (member, value) ->
              object
                  .append(object.length() == 1 ? "" : ",")
                  .append(quoted(member))
                  .append(':')
                  .append(value));
      return object.append('}').toString();
    }
  }

  /** Returns the canonical text of a text that {@link JsonFitter} has accepted. */
  public static String of(String json) {
    CanonicalJson form = new CanonicalJson();
    try (JsonParser parser = JsonFitter.parser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        form.take(token, parser);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("JSON that was parsed before", e);
    }
    return form.whole;
  }

  private void take(JsonToken token, JsonParser parser) throws IOException {
    if (token.isStructStart()) {
      open.push(new Level(token == JsonToken.START_OBJECT));
    } else if (token.isStructEnd()) {
      value(open.pop().text());
    } else if (token == JsonToken.FIELD_NAME) {
      open.element().name = parser.getText();
    } else if (token == JsonToken.VALUE_STRING) {
      value(quoted(parser.getText()));
    } else if (token.isNumeric()) {
      BigDecimal number = new BigDecimal(parser.getText());
      value(number.signum() == 0 ? "0" : number.stripTrailingZeros().toString());
    } else {
      value(parser.getText());
    }
  }

  private void value(String text) {
    if (open.isEmpty()) {
      whole = text;
    } else {
      open.element().add(text);
    }
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    TombstoneKey.append(quoted, text);
    return quoted.append('"').toString();
  }
}
