package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;

/**
 * Rejects NaN and the infinities, which the database has no value for; negative numbers of unsigned
 * columns; and digits that a FLOAT(M,D) would round.
 *
 * @param type the rule of numbers
 * @param unsigned true if the column takes no negative number
 */
record FiniteFitter(TypeFitter type, boolean unsigned) implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    Object fitted = type.fit(column, value);
    if (fitted instanceof BigDecimal number) {
      checkSign(column, number.signum() < 0);
      return number;
    }
    if (fitted instanceof Double number && !number.isNaN() && !number.isInfinite()) {
      checkSign(column, number < 0);
      if (column.family() == TypeFamily.FLOAT
          && column.scale() > 0
          && BigDecimal.valueOf(number).stripTrailingZeros().scale() > column.scale()) {
        throw new ValueDoesNotFitException(
            column, "more than " + column.scale() + " digits after the decimal point");
      }
      return number;
    }
    throw new ValueDoesNotFitException(column, "not a finite number");
  }

  private void checkSign(TargetColumn column, boolean negative) throws ValueDoesNotFitException {
    if (unsigned && negative) {
      throw new ValueDoesNotFitException(column, "a negative number in an unsigned column");
    }
  }
}
