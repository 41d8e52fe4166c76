package io.portage.target;

/** Bit strings as text of 0 and 1; a boolean is one bit. */
final class FitterBits implements FitterType {
  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    if (value instanceof Boolean bit) {
      return bit ? "1" : "0";
    } else if (value instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) != '0' && text.charAt(i) != '1') {
          throw new UnfitException(column, "text that is not made of 0 and 1");
        }
      }
      return text;
    }
    throw FitterType.refused(column, value);
  }
}
