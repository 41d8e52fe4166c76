package io.portage.decode.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.decode.MalformedException;
import io.portage.decode.envelope.ValueConverter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON values as a row contains them: exact numbers, objects as maps, arrays as lists. */
public final class JsonValues {
  private JsonValues() {}

  /**
   * Reads as {@link #read(JsonParser)} does; a text equal to {@code likely} is returned as that
   * object.
   */
  static @Nullable Object read(JsonParser parser, @Nullable Object likely)
      throws IOException, MalformedException {
    return likely instanceof String text
            && parser.currentToken() == JsonToken.VALUE_STRING
            && parser instanceof ReusableParser reusable
        ? reusable.getText(text)
        : read(parser);
  }

  /** Reads the value at the parser's current token and leaves the parser at the value's end. */
  public static @Nullable Object read(JsonParser parser) throws IOException, MalformedException {
    JsonToken token = parser.currentToken();
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> throw new MalformedException("not a JSON value");
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        ? (Object) new BigDecimal(parser.getBigIntegerValue())
        : (Object) parser.getLongValue();
  }

  private static Number decimal(JsonParser parser) throws IOException, MalformedException {
    BigDecimal number = parser.getDecimalValue();
    if (number.signum() == 0 && parser.getText().startsWith("-")) {
      // Only floating point has a negative zero.
      return -0.0;
    }
    // 1e999999999 is a few bytes of JSON, but a gigabyte as plain digits.
    if (number.scale() > ValueConverter.MAX_DIGITS || number.scale() < -ValueConverter.MAX_DIGITS) {
      throw new MalformedException("a number's exponent is beyond the limits");
    }
    return number;
  }

  private static Map<String, @Nullable Object> object(JsonParser parser)
      throws IOException, MalformedException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    String name;
    while ((name = parser.nextFieldName()) != null) {
      parser.nextToken();
      if (map.containsKey(name)) {
        throw new MalformedException("a name occurs twice in an object");
      }
      map.put(name, read(parser));
    }
    return Collections.unmodifiableMap(map);
  }

  private static List<@Nullable Object> array(JsonParser parser)
      throws IOException, MalformedException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(read(parser));
    }
    return Collections.unmodifiableList(list);
  }
}
