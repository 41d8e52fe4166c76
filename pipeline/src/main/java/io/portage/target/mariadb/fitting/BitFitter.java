package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigInteger;

/**
 * Fits a BIT(n), as bytes, highest bits first: from bytes in Debezium's form, lowest bits first;
 * from text of 0 and 1; from a boolean.
 */
record BitFitter() implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    int bits = Math.max(1, column.length());
    BigInteger number = number(column, value);
    if (number.bitLength() > bits) {
      throw new ValueDoesNotFitException(column, "more than " + bits + " bits");
    }
    byte[] result = new byte[(bits + 7) / 8];
    byte[] digits = number.toByteArray(); // may begin with a zero byte for the sign
    int length = Math.min(digits.length, result.length);
    System.arraycopy(digits, digits.length - length, result, result.length - length, length);
    return result;
  }

  private static BigInteger number(TargetColumn column, Object value)
      throws ValueDoesNotFitException {
    if (value instanceof Boolean bit) {
      return bit ? BigInteger.ONE : BigInteger.ZERO;
    } else if (value instanceof byte[] lowestFirst) {
      byte[] highestFirst = new byte[lowestFirst.length];
      for (int i = 0; i < lowestFirst.length; i++) {
        highestFirst[i] = lowestFirst[lowestFirst.length - 1 - i];
      }
      return new BigInteger(1, highestFirst);
    } else if (value instanceof String text && text.matches("[01]+")) {
      return new BigInteger(text, 2);
    } else if (value instanceof String) {
      throw new ValueDoesNotFitException(column, "text with characters other than 0 and 1");
    }
    throw TypeFitter.refused(column, value);
  }
}
