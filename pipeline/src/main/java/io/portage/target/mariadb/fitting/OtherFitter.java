package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.TextFitter;

/** Fits values of unknown types by their text, which the database reads; bytes stay bytes. */
record OtherFitter() implements TypeFitter {
  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return value instanceof byte[] ? value : TextFitter.text(column, value);
  }
}
