package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.util.BitSet;

/**
 * Fits bit strings, as text of 0 and 1; a boolean is one bit. A {@code bit(n)} also accepts bytes
 * in Debezium's form, lowest bits first; a {@code varbit} does not, because bytes do not define the
 * number of bits.
 *
 * @param fixed true for {@code bit(n)}
 */
record BitFitter(boolean fixed) implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Boolean bit) {
      return checked(column, bit ? "1" : "0");
    } else if (value instanceof byte[] bytes && fixed) {
      return ofBytes(column, bytes);
    } else if (value instanceof byte[]) {
      throw new ValueDoesNotFitException(
          column, "bytes, which do not define the number of bits: Debezium sends a bit varying so");
    } else if (value instanceof String text) {
      for (int i = 0; i < text.length(); i++) {
        if (text.charAt(i) != '0' && text.charAt(i) != '1') {
          throw new ValueDoesNotFitException(column, "text with characters other than 0 and 1");
        }
      }
      return checked(column, text);
    }
    throw TypeFitter.refused(column, value);
  }

  private static String ofBytes(TargetColumn column, byte[] bytes) throws ValueDoesNotFitException {
    BitSet bits = BitSet.valueOf(bytes);
    int length = Math.max(column.length(), 1);
    if (bits.length() > length || bytes.length > (length + 7) / 8) {
      throw new ValueDoesNotFitException(column, "not " + length + " bits");
    }
    StringBuilder text = new StringBuilder(length);
    for (int i = length - 1; i >= 0; i--) {
      text.append(bits.get(i) ? '1' : '0');
    }
    return text.toString();
  }

  private String checked(TargetColumn column, String text) throws ValueDoesNotFitException {
    int length = column.length();
    if (length > 0 && text.length() > length) {
      throw new ValueDoesNotFitException(column, "more than " + length + " bits");
    }
    if (length > 0 && text.length() < length && fixed) {
      throw new ValueDoesNotFitException(column, "not " + length + " bits");
    }
    return text;
  }
}
