package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;

/**
 * Fits booleans, from booleans, the numbers 0 and 1, and the texts {@code true}, {@code false},
 * {@code t} and {@code f}.
 */
public final class BooleanFitter implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Boolean) {
      return value;
    } else if (value instanceof Long number) {
      return ofNumber(column, BigDecimal.valueOf(number));
    } else if (value instanceof BigDecimal number) {
      return ofNumber(column, number);
    } else if (value instanceof String text) {
      return switch (text) {
        case "true", "t" -> true;
        case "false", "f" -> false;
        default ->
            throw new ValueDoesNotFitException(column, "text that is neither true nor false");
      };
    }
    throw TypeFitter.refused(column, value);
  }

  private static Boolean ofNumber(TargetColumn column, BigDecimal number)
      throws ValueDoesNotFitException {
    if (number.signum() == 0) {
      return false;
    } else if (number.compareTo(BigDecimal.ONE) == 0) {
      return true;
    }
    throw new ValueDoesNotFitException(
        column,
        "a number that is neither 0 nor 1: MySQL's tinyint(1) can hold other numbers, give the"
            + " column the type smallint");
  }
}
