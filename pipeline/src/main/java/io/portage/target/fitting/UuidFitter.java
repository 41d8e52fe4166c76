package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.util.Locale;

/** Fits UUIDs in their standard form of 36 characters, in lower case. */
public final class UuidFitter implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (!(value instanceof String text)) {
      throw TypeFitter.refused(column, value);
    }
    if (!isUuid(text)) {
      throw new ValueDoesNotFitException(column, "text that is not a UUID");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isUuid(String text) {
    if (text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean isDash = i == 8 || i == 13 || i == 18 || i == 23;
      boolean right = isDash ? c == '-' : isHex(c);
      if (!right) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
}
