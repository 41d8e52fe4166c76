package io.portage.target;

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
public interface TypeFitter {
  /** Returns the value in the column's canonical form. */
  Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException;

  /**
   * Returns the canonical text of all texts that the database considers equal to {@code fitted};
   * null if the database's equality is that of the fitted values.
   *
   * @param fitted the result of {@link #fit}
   * @throws ValueDoesNotFitException if the equality is not certain
   */
  default @Nullable String fold(TargetColumn column, String fitted)
      throws ValueDoesNotFitException {
    return null;
  }

  /** Returns true if {@link #fold} covers the database's equality. */
  default boolean knowsEqual(TargetColumn column) {
    return true;
  }

  /** Returns the error for a kind of value that the family does not accept at all. */
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
