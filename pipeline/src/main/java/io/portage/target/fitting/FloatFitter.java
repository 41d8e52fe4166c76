package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;

/**
 * Fits binary floating-point numbers, as {@link Double}. They are rounded to the type's precision,
 * but never to infinity, and never to zero from another number.
 */
public final class FloatFitter implements TypeFitter {
  private final boolean single;

  public FloatFitter(boolean single) {
    this.single = single;
  }

  @Override
  public Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    if (value instanceof Double number) {
      return number.isNaN() || number.isInfinite() ? number : rounded(column, number, number != 0);
    } else if (value instanceof Long number) {
      return ofDecimal(column, BigDecimal.valueOf(number));
    } else if (value instanceof BigDecimal number) {
      return ofDecimal(column, number);
    } else if (value instanceof String text) {
      return ofText(column, text);
    } else if (value instanceof Duration duration) {
      return ofDecimal(column, NumericFitter.micros(duration));
    }
    throw TypeFitter.refused(column, value);
  }

  private Double ofText(TargetColumn column, String text) throws ValueDoesNotFitException {
    return switch (text) {
      case "NaN", "NAN" -> Double.NaN;
      case "Infinity", "POSITIVE_INFINITY" -> Double.POSITIVE_INFINITY;
      case "-Infinity", "NEGATIVE_INFINITY" -> Double.NEGATIVE_INFINITY;
      default -> {
        BigDecimal number = NumericFitter.parse(text);
        if (number == null) {
          throw new ValueDoesNotFitException(column, "text that is not a number");
        }
        yield number.signum() == 0 && text.startsWith("-") ? -0.0 : ofDecimal(column, number);
      }
    };
  }

  /** Rounds once, as the database does: a double between would round a float twice. */
  private Double ofDecimal(TargetColumn column, BigDecimal number) throws ValueDoesNotFitException {
    double nearest = single ? shortest(number.floatValue()) : number.doubleValue();
    return inRange(column, nearest, number.signum() != 0);
  }

  private Double rounded(TargetColumn column, double number, boolean notZero)
      throws ValueDoesNotFitException {
    return inRange(column, single ? shortest((float) number) : number, notZero);
  }

  private static Double inRange(TargetColumn column, double result, boolean notZero)
      throws ValueDoesNotFitException {
    if (Double.isInfinite(result) || (result == 0 && notZero)) {
      throw new ValueDoesNotFitException(column, "a number out of range");
    }
    return result;
  }

  /** Returns the double of the float's shortest text, which is also what the database prints. */
  private static double shortest(float number) {
    return Double.parseDouble(Float.toString(number));
  }
}
