package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rule of one family of types. Implementations are immutable. */
@FunctionalInterface
interface TypeFitter {
  /** The value in the column's canonical form. */
  Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException;

  /**
   * The one form of all texts that the database takes for equal to {@code fitted}; null where the
   * fitted values themselves are equal when the database's are.
   *
   * @param fitted what {@link #fit} gave
   * @throws ValueDoesNotFitException when it cannot be told
   */
  default @Nullable String fold(TargetColumn column, String fitted)
      throws ValueDoesNotFitException {
    return null;
  }

  /** Whether {@link #fold} knows all that the database takes for equal. */
  default boolean knowsEqual(TargetColumn column) {
    return true;
  }

  /** What to throw when the family takes no such thing at all. */
  static ValueDoesNotFitException refused(TargetColumn column, Object value) {
    return new ValueDoesNotFitException(column, "takes no " + kind(value));
  }

  private static String kind(Object value) {
    if (value instanceof String) {
      return "text";
    } else if (value instanceof Long || value instanceof BigDecimal || value instanceof Double) {
      return "number";
    } else if (value instanceof Boolean) {
      return "boolean";
    } else if (value instanceof byte[]) {
      return "bytes";
    } else if (value instanceof List<?>) {
      return "list";
    } else if (value instanceof Map<?, ?>) {
      return "object";
    } else if (value instanceof LocalDate) {
      return "date";
    } else if (value instanceof LocalTime) {
      return "time";
    } else if (value instanceof LocalDateTime) {
      return "date and time without a zone";
    } else if (value instanceof Instant) {
      return "instant";
    } else if (value instanceof Duration) {
      return "length of time";
    }
    return value.getClass().getName();
  }
}
