package io.portage.target;

import java.util.Map;

/**
 * Points of a plane, as PostgreSQL's {@code (x,y)}; from an object with the numbers {@code x} and
 * {@code y}, as Debezium sends it, whose further parts say the same. Text stays as it is.
 */
final class FitterPoints implements FitterType {
  private static final FitterType NUMBER = new FitterFloats(false);

  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    if (value instanceof String text) {
      FitterTexts.checkCharacters(column, text);
      return text;
    }
    if (!(value instanceof Map<?, ?> point)) {
      throw FitterType.refused(column, value);
    }
    Object x = point.get("x");
    Object y = point.get("y");
    if (x == null || y == null) {
      throw new UnfitException(column, "an object without the numbers x and y");
    }
    return "(" + NUMBER.fit(column, x) + "," + NUMBER.fit(column, y) + ")";
  }
}
