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
 */
record GeometryFitter() implements TypeFitter {
  private static final TypeFitter BYTES = new BytesFitter();

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
    int srid = geometry.get("srid") instanceof Long number ? number.intValue() : 0;
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(srid)
        .put(bytes)
        .array();
  }
}
