package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;

/**
 * Fits text of the column's characters, within its length in characters and the type's in bytes.
 * NUL characters are kept.
 *
 * @param padded true for CHAR: trailing spaces are insignificant and are removed
 * @param bytes the greatest number of bytes
 * @param characters the column's character set
 */
record MariaDbTextFitter(boolean padded, int bytes, CharacterSet characters) implements TypeFitter {
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
    if (!characters.holds(text)) {
      throw new ValueDoesNotFitException(
          column, "a character that the column's character set does not have");
    }
    if (!characters.isWithin(text, bytes)) {
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
