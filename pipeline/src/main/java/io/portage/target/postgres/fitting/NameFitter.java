package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;
import java.nio.charset.StandardCharsets;

/**
 * Fits text of the types {@code name} and {@code "char"}, which PostgreSQL truncates silently.
 *
 * @param maxBytes the limit of a text in bytes of UTF-8
 */
record NameFitter(int maxBytes) implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = TextFitter.text(column, value);
    TextFitter.checkLength(column, text);
    if (text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      throw new ValueDoesNotFitException(
          column, "text of more than " + (maxBytes == 1 ? "one byte" : maxBytes + " bytes"));
    }
    return text;
  }
}
