package io.portage.target.fitting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Fits JSON text. A text must be valid JSON text; any other value is written as JSON, exactly.
 *
 * <p>{@code jsonb} also rejects escaped NUL characters, escaped halves of surrogate pairs, and
 * numbers beyond numeric, because it decodes what {@code json} stores as text.
 */
public final class JsonFitter implements TypeFitter {
  /**
   * The maximum depth. This class is not recursive, but the database's parser is: within its {@code
   * max_stack_depth}, beyond which it rejects the row.
   */
  private static final int MAX_DEPTH = 10_000;

  /** Texts and numbers are limited only by the record's size, which Kafka limits. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  /** Numbers shorter than this, without an exponent, always fit numeric. */
  private static final int SHORT_NUMBER = 1_000;

  private final boolean binary;

  public JsonFitter(boolean binary) {
    this.binary = binary;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = value instanceof String given ? given : new JsonValueWriter(column).write(value);
    TextFitter.checkCharacters(column, text);
    try (JsonParser parser = parser(text)) {
      checkOneValue(column, parser);
    } catch (StreamConstraintsException e) {
      throw new ValueDoesNotFitException(column, "JSON nested deeper than " + MAX_DEPTH);
    } catch (IOException e) {
      // Jackson's message quotes the text.
      throw new ValueDoesNotFitException(column, "text that is not JSON");
    }
    return text;
  }

  static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  private void checkOneValue(TargetColumn column, JsonParser parser)
      throws IOException, ValueDoesNotFitException {
    int depth = 0;
    int values = 0;
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (depth == 0) {
        values++;
      }
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (binary) {
        checkUnpacked(column, token, parser);
      }
    }
    if (values != 1) {
      throw new ValueDoesNotFitException(column, "text that is not one JSON value");
    }
  }

  private static void checkUnpacked(TargetColumn column, JsonToken token, JsonParser parser)
      throws IOException, ValueDoesNotFitException {
    if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
      TextFitter.checkCharacters(column, parser.getText());
    } else if (token.isNumeric()) {
      String number = parser.getText();
      if (number.length() < SHORT_NUMBER && token == JsonToken.VALUE_NUMBER_INT) {
        return;
      }
      BigDecimal exact = NumericFitter.parse(number);
      if (exact == null || !NumericFitter.isHeld(exact)) {
        throw new ValueDoesNotFitException(column, "JSON with a number beyond numeric");
      }
    }
  }
}
