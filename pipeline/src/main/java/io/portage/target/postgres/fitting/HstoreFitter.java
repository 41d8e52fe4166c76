package io.portage.target.postgres.fitting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Fits maps of texts, as PostgreSQL's {@code "key"=>"value", ...}, from an object of texts and
 * nulls or from the JSON text of one; hstore's own text never begins with a brace. Other text is
 * kept unchanged.
 */
final class HstoreFitter implements TypeFitter {
  /** Texts are limited only by the record's size, which Kafka limits. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Map<?, ?> map) {
      return literal(column, map);
    } else if (value instanceof String text) {
      if (text.stripLeading().startsWith("{")) {
        return literal(column, parse(column, text));
      }
      TextFitter.checkCharacters(column, text);
      return text;
    }
    throw TypeFitter.refused(column, value);
  }

  @Override
  public boolean knowsEqual(TargetColumn column) {
    return false;
  }

  private static Map<String, @Nullable String> parse(TargetColumn column, String text)
      throws ValueDoesNotFitException {
    Map<String, @Nullable String> map = new LinkedHashMap<>();
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      String name;
      while ((name = parser.nextFieldName()) != null) {
        JsonToken token = parser.nextToken();
        boolean scalar = token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL;
        if (!scalar || map.containsKey(name)) {
          throw notTexts(column);
        }
        map.put(name, token == JsonToken.VALUE_NULL ? null : parser.getText());
      }
      if (parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null) {
        return map;
      }
    } catch (IOException e) {
      // Jackson's message quotes the text.
      throw notTexts(column);
    }
    throw notTexts(column);
  }

  private static String literal(TargetColumn column, Map<?, ?> map)
      throws ValueDoesNotFitException {
    StringBuilder literal = new StringBuilder();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (literal.length() > 0) {
        literal.append(", ");
      }
      append(column, String.valueOf(entry.getKey()), literal);
      literal.append("=>");
      if (entry.getValue() == null) {
        literal.append("NULL");
      } else if (entry.getValue() instanceof String text) {
        append(column, text, literal);
      } else {
        throw notTexts(column);
      }
    }
    return literal.toString();
  }

  private static void append(TargetColumn column, String text, StringBuilder literal)
      throws ValueDoesNotFitException {
    TextFitter.checkCharacters(column, text);
    ArrayFitter.appendQuoted(text, literal);
  }

  private static ValueDoesNotFitException notTexts(TargetColumn column) {
    return new ValueDoesNotFitException(column, "JSON that is not an object of texts and nulls");
  }
}
