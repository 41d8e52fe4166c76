package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.NumericFitter;
import java.math.BigDecimal;

/** Fits amounts of money, exact to the hundredth, independent of the database's locale. */
final class MoneyFitter implements TypeFitter {
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE, 2);
  private static final BigDecimal LEAST = BigDecimal.valueOf(Long.MIN_VALUE, 2);
  private static final TypeFitter NUMBER = new NumericFitter();

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (!(NUMBER.fit(column, value) instanceof BigDecimal number)) {
      throw new ValueDoesNotFitException(column, "not a finite number");
    }
    if (number.compareTo(LEAST) < 0 || number.compareTo(MOST) > 0) {
      throw new ValueDoesNotFitException(column, "a number out of range");
    }
    if (number.scale() > 2 && number.stripTrailingZeros().scale() > 2) {
      throw new ValueDoesNotFitException(column, "more than 2 digits after the decimal point");
    }
    return number.setScale(2);
  }
}
