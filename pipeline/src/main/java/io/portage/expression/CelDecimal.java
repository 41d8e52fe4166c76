package io.portage.expression;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An exact decimal number as a CEL type of its own beside int, uint and double. It is not a {@link
 * Number}, because CEL would treat a Number as a double.
 *
 * @param value the number
 */
record CelDecimal(BigDecimal value) {
  /** Equal numbers of different scales are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CelDecimal that && value.compareTo(that.value) == 0;
  }

  @Override
  public int hashCode() {
    return value.stripTrailingZeros().hashCode();
  }
}
