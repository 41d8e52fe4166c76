package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;

/**
 * Fits a TINYINT(1), the type that BOOLEAN is stored as: true is 1, false is 0.
 *
 * @param number the rule of numbers
 */
record FlagFitter(TypeFitter number) implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return value instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : number.fit(column, value);
  }
}
