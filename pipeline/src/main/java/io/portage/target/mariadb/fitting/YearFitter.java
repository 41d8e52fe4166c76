package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;

/**
 * Fits a YEAR: 1901 to 2155, and 0. A two-digit year is rejected, because the database would move
 * it into another century.
 *
 * @param year the rule of years
 */
record YearFitter(TypeFitter year) implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return value.equals(0L) || value.equals("0000") ? Long.valueOf(0) : year.fit(column, value);
  }
}
