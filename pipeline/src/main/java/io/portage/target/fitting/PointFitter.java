package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.util.Map;

/**
 * Points of a plane, as PostgreSQL's {@code (x,y)}; from an object with the numbers {@code x} and
 * {@code y}, as Debezium sends it, whose further parts say the same. Text stays as it is.
 */
final class PointFitter implements TypeFitter {
  private static final TypeFitter NUMBER = new FloatFitter(false);

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof String text) {
      TextFitter.checkCharacters(column, text);
      return text;
    }
    if (!(value instanceof Map<?, ?> point)) {
      throw TypeFitter.refused(column, value);
    }
    Object x = point.get("x");
    Object y = point.get("y");
    if (x == null || y == null) {
      throw new ValueDoesNotFitException(column, "an object without the numbers x and y");
    }
    return "(" + NUMBER.fit(column, x) + "," + NUMBER.fit(column, y) + ")";
  }
}
