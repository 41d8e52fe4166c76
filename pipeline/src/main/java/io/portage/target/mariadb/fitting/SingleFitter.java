package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.FloatFitter;

/**
 * Fits a FLOAT, by the shortest text of each value but the largest one: the server reads that as
 * out of range, and gets the exact number.
 */
record SingleFitter() implements TypeFitter {
  private static final TypeFitter FLOAT = new FloatFitter(true);

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    double number = (Double) FLOAT.fit(column, value);
    return Math.abs(number) > Float.MAX_VALUE && !Double.isInfinite(number)
        ? Math.copySign(Float.MAX_VALUE, number)
        : number;
  }
}
