package io.portage.target.postgres.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.FloatFitter;
import io.portage.target.fitting.TextFitter;
import java.util.Map;

/**
 * Fits points of a plane, as PostgreSQL's {@code (x,y)}, from an object with the numbers {@code x}
 * and {@code y}, the form of Debezium; its other fields are redundant. Text is kept unchanged.
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
