package io.portage.target;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * Binary floating point, as {@link Double}: rounded to the type as it must be, but never to
 * infinity or from something to zero.
 */
final class FitterFloats implements FitterType {
  private final boolean single;

  FitterFloats(boolean single) {
    this.single = single;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws UnfitException {
    if (value instanceof Double number) {
      return number.isNaN() || number.isInfinite() ? number : rounded(column, number, number != 0);
    } else if (value instanceof Long number) {
      return rounded(column, number.doubleValue(), number != 0);
    } else if (value instanceof BigDecimal number) {
      return ofDecimal(column, number);
    } else if (value instanceof String text) {
      return ofText(column, text);
    } else if (value instanceof Duration duration) {
      return ofDecimal(column, FitterNumerics.micros(duration));
    }
    throw FitterType.refused(column, value);
  }

  private Double ofText(TargetColumn column, String text) throws UnfitException {
    return switch (text) {
      case "NaN", "NAN" -> Double.NaN;
      case "Infinity", "POSITIVE_INFINITY" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "NEGATIVE_INFINITY" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal number = FitterNumerics.parse(text);
        if (number == null) {
          throw new UnfitException(column, "text that is not a number");
        }
        yield number.signum() == 0 && text.startsWith("-") ? -0.0 : ofDecimal(column, number);
      }
    };
  }

  private Double ofDecimal(TargetColumn column, BigDecimal number) throws UnfitException {
    return rounded(column, number.doubleValue(), number.signum() != 0);
  }

  private Double rounded(TargetColumn column, double number, boolean notZero)
      throws UnfitException {
    double result = single ? shortest((float) number) : number;
    if (Double.isInfinite(result) || (result == 0 && notZero)) {
      throw new UnfitException(column, "a number out of range");
    }
    return result;
  }

  /** The double of the float's shortest text, which is how the database shows it. */
  private static double shortest(float number) {
    return Double.parseDouble(Float.toString(number));
  }
}
