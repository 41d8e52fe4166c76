package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.NumericFitter;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Fits a BIGINT UNSIGNED, as a decimal without a fraction. */
record UnsignedLongFitter() implements TypeFitter {
  private static final TypeFitter NUMBER = new NumericFitter();
  private static final BigDecimal END = new BigDecimal(BigInteger.TWO.pow(64));

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    Object number = NUMBER.fit(column, value);
    if (!(number instanceof BigDecimal whole) || whole.signum() < 0 || whole.compareTo(END) >= 0) {
      throw new ValueDoesNotFitException(column, "a number out of range");
    }
    return whole;
  }
}
