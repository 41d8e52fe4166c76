package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.JsonFitter;

/**
 * Fits JSON text that the server considers valid: nested at most so deep, and without escaped
 * halves of surrogate pairs.
 *
 * @param depth the greatest depth
 */
record JsonTextFitter(int depth) implements TypeFitter {
  private static final TypeFitter JSON = new JsonFitter(false);
  private static final int ESCAPE = 6;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    String text = (String) JSON.fit(column, value);
    int level = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        i += escaped(column, text, i) - 1;
      } else if (!quoted && (c == '[' || c == '{')) {
        level++;
        if (level > depth) {
          throw new ValueDoesNotFitException(column, "JSON nested deeper than " + depth);
        }
      } else if (!quoted && (c == ']' || c == '}')) {
        level--;
      }
    }
    return text;
  }

  /** Returns the length of the escape sequence, of valid JSON, or of a pair of them. */
  private static int escaped(TargetColumn column, String text, int at)
      throws ValueDoesNotFitException {
    if (text.charAt(at + 1) != 'u') {
      return 2;
    }
    char first = unit(text, at);
    if (!Character.isSurrogate(first)) {
      return ESCAPE;
    }
    if (Character.isHighSurrogate(first)
        && text.startsWith("\\u", at + ESCAPE)
        && Character.isLowSurrogate(unit(text, at + ESCAPE))) {
      return 2 * ESCAPE;
    }
    throw new ValueDoesNotFitException(column, "JSON with half a surrogate pair");
  }

  private static char unit(String text, int at) {
    return (char) Integer.parseInt(text, at + 2, at + ESCAPE, 16);
  }
}
