package io.portage.target.mariadb.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.BytesFitter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Fits geometries, as the database's own form: the reference system's number and the well-known
 * binary form. Takes an object with {@code wkb} and, if any, {@code srid}, the form of Debezium; or
 * bytes in the database's form.
 *
 * @param shape the number of the column's shape in the well-known binary form; 0 for any
 */
record GeometryFitter(int shape) implements TypeFitter {
  private static final TypeFitter BYTES = new BytesFitter();
  private static final int HEADER = 1 + Integer.BYTES;
  private static final int LAST_SHAPE = 7;

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof byte[]) {
      return value;
    }
    if (!(value instanceof Map<?, ?> geometry)) {
      throw TypeFitter.refused(column, value);
    }
    Object wkb = geometry.get("wkb");
    if (wkb == null) {
      throw new ValueDoesNotFitException(column, "an object without the bytes wkb");
    }
    byte[] bytes = (byte[]) BYTES.fit(column, wkb);
    checkShape(column, bytes);
    int srid = geometry.get("srid") instanceof Long number ? number.intValue() : 0;
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(srid)
        .put(bytes)
        .array();
  }

  /** Only shapes of two dimensions, with the lowest byte first, are known to the server. */
  private void checkShape(TargetColumn column, byte[] wkb) throws ValueDoesNotFitException {
    int given =
        wkb.length < HEADER || wkb[0] != 1
            ? 0
            : ByteBuffer.wrap(wkb, 1, Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if (given < 1 || given > LAST_SHAPE) {
      throw new ValueDoesNotFitException(
          column, "bytes that are not the well-known binary form of a shape in two dimensions");
    } else if (shape > 0 && given != shape) {
      throw new ValueDoesNotFitException(column, "another kind of shape");
    }
  }
}
