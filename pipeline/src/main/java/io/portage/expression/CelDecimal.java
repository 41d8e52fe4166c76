package io.portage.expression;

import java.math.BigDecimal;

/**
 * A decimal number as CEL sees it: a type of its own beside int, uint and double, exact in all that
 * can be done with it. No {@link Number}, since CEL would take it for a double.
 *
 * @param value the number
 */
record CelDecimal(BigDecimal value) {
  /** Equal numbers are equal, whatever their scale. */
  @Override
  public boolean equals(Object other) {
    return other instanceof CelDecimal that && value.compareTo(that.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }
}
