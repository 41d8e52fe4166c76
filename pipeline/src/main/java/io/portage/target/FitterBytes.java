package io.portage.target;

import java.util.Base64;

/** Bytes; text is taken for base64, which is how JSON carries bytes. */
final class FitterBytes implements FitterType {
  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    if (value instanceof byte[]) {
      return value;
    } else if (value instanceof String text) {
      try {
        return Base64.getDecoder().decode(text);
      } catch (IllegalArgumentException e) {
        throw new UnfitException(column, "text that is not base64");
      }
    }
    throw FitterType.refused(column, value);
  }
}
