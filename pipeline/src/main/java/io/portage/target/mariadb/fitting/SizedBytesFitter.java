package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.BytesFitter;
import java.util.Arrays;

/**
 * Fits bytes within a length.
 *
 * @param most the type's greatest length; 0 if the column has one
 * @param padded true for BINARY: shorter values are filled with zero bytes, as the database does
 */
record SizedBytesFitter(int most, boolean padded) implements TypeFitter {
  private static final TypeFitter BYTES = new BytesFitter();

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    byte[] bytes = (byte[]) BYTES.fit(column, value);
    int limit = most == 0 ? column.length() : most;
    if (bytes.length > limit) {
      throw new ValueDoesNotFitException(column, "more than " + limit + " bytes");
    }
    return padded ? Arrays.copyOf(bytes, limit) : bytes;
  }
}
