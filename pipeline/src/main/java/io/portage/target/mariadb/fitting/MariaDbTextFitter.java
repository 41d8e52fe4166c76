package io.portage.target.mariadb.fitting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;

/**
 * Fits text within the column's length in characters and the type's in bytes of UTF-8. NUL
 * characters are kept.
 *
 * @param padded true for CHAR: trailing spaces are insignificant and are removed
 * @param bytes the greatest number of bytes
 */
record MariaDbTextFitter(boolean padded, int bytes) implements TypeFitter {
  private static final int MOST_BYTES_PER_CHAR = 3;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = checked(column, value);
    if (padded) {
      int end = text.length();
      while (end > 0 && text.charAt(end - 1) == ' ') {
        end--;
      }
      text = text.substring(0, end);
    }
    TextFitter.checkLength(column, text);
    if ((long) text.length() * MOST_BYTES_PER_CHAR > bytes && text.getBytes(UTF_8).length > bytes) {
      throw new ValueDoesNotFitException(column, "text of more than " + bytes + " bytes");
    }
    return text;
  }

  private static String checked(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof String text && text.indexOf(0) >= 0) {
      TextFitter.checkCharacters(column, text.replace('\0', ' '));
      return text;
    }
    return TextFitter.text(column, value);
  }
}
