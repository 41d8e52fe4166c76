package io.portage.decode.mysql;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a message with several rows, as the bytes of messages with one of them each: its own
 * bytes without the other elements of {@code data} and {@code old}. Immutable.
 */
final class CanalValues implements IntFunction<byte[]> {
  private final byte[] value;
  private final List<Elements> arrays;

  private CanalValues(byte[] value, List<Elements> arrays) {
    this.value = value;
    this.arrays = arrays;
  }

  /** An array within the value, without its brackets, and its elements. */
  private record Elements(int from, int to, List<Element> list) {}

  /** An element within the value. */
  private record Element(int from, int to) {}

  /** Returns the values; null if the bytes are no message with rows. */
  static @Nullable CanalValues of(byte[] value) {
    List<Elements> arrays = new ArrayList<>();
    try (JsonParser parser = Json.parser(value, 0, value.length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY && (name.equals("data") || name.equals("old"))) {
          arrays.add(elements(parser));
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      return null; // the dead letter of a row then contains the whole message
    }
    return arrays.isEmpty() ? null : new CanalValues(value, arrays);
  }

  private static Elements elements(JsonParser parser) throws IOException {
    int from = at(parser);
    List<Element> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      int begin = (int) parser.currentTokenLocation().getByteOffset();
      parser.skipChildren();
      parser.finishToken();
      list.add(new Element(begin, at(parser)));
    }
    return new Elements(from, at(parser) - 1, list);
  }

  private static int at(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }

  @Override
  public byte[] apply(int row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    for (Elements array : arrays) {
      bytes.write(value, at, array.from() - at);
      if (row < array.list().size()) {
        Element element = array.list().get(row);
        bytes.write(value, element.from(), element.to() - element.from());
      }
      at = array.to();
    }
    bytes.write(value, at, value.length - at);
    return bytes.toByteArray();
  }
}
