package io.portage.target.fitting;

import io.portage.model.CanonicalText;
import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.TypeFitter;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Fits values to one column of the target, by the rule of its type. A fitted value is written
 * unchanged, and equal values have one form; a value that the database would reject, round or shift
 * is rejected here.
 *
 * <p>Accepts the values of {@link io.portage.model.Row} and returns {@link Long} for integers,
 * {@link BigDecimal} (padded to the column's scale) for numeric, {@link Double} for floats, {@link
 * Boolean}, {@code byte[]} for bytea, {@link java.time.LocalDate}, {@link java.time.LocalTime},
 * {@link java.time.LocalDateTime} and {@link java.time.Instant} for the types of date and time, and
 * {@link String} for all others: text, uuid in lower case, JSON text, array literals, {@code
 * infinity}, {@code NaN} in a numeric, {@code 24:00:00}. Fitting is idempotent.
 *
 * <p>Does not check constraints, nor the grammar of types that are kept as text (interval, inet,
 * ranges, xml and the like); such errors are reported by the database. Immutable and thread-safe.
 */
public final class ColumnFitter {
  private final TargetColumn column;
  private final TypeFitter type;

  /** Called for each value whose NUL characters were removed; null if they are not removed. */
  private final @Nullable Runnable stripped;

  private ColumnFitter(TargetColumn column, TypeFitter type, @Nullable Runnable stripped) {
    this.column = column;
    this.type = type;
    this.stripped = stripped;
  }

  /** Returns the fitter of {@code column}, for callers that fit many values to it. */
  public static ColumnFitter of(TargetColumn column) {
    return new ColumnFitter(column, column.dataType().fitter(), null);
  }

  /**
   * Returns a fitter that removes NUL characters from a value that does not fit because of them,
   * and then calls {@code counter}. Not for keys: two keys could become one.
   */
  public ColumnFitter strippingNul(Runnable counter) {
    return new ColumnFitter(column, type, counter);
  }

  /**
   * Fits one value; see {@link #fit(Object)}.
   *
   * @throws ValueDoesNotFitException if the value does not fit
   */
  public static @Nullable Object fit(TargetColumn column, @Nullable Object value)
      throws ValueDoesNotFitException {
    return of(column).fit(value);
  }

  /**
   * Returns the value in the form that the column holds.
   *
   * @param value may be null, which fits a nullable column only (a default does not help, because
   *     null is not absent)
   * @throws ValueDoesNotFitException if the value does not fit
   */
  public @Nullable Object fit(@Nullable Object value) throws ValueDoesNotFitException {
    if (value != null) {
      return stripped == null ? type.fit(column, value) : fitStripped(value, stripped);
    }
    if (column.nullable()) {
      return null;
    }
    throw new ValueDoesNotFitException(column, "null in a NOT NULL column");
  }

  private Object fitStripped(Object value, Runnable counter) throws ValueDoesNotFitException {
    try {
      return type.fit(column, value);
    } catch (ValueDoesNotFitException e) {
      if (!e.isNul()) {
        throw e;
      }
      Object fitted = type.fit(column, NulStripper.strip(column, value));
      counter.run();
      return fitted;
    }
  }

  /**
   * Fits a value of a key column. If the database considers several texts equal to the value, the
   * result is a {@link CanonicalText}. The equality of numbers is defined by {@link
   * io.portage.model.RowKey} and {@link TombstoneKey}.
   *
   * @throws ValueDoesNotFitException if the value does not fit, or its equality with other values
   *     is not certain
   */
  public Object fitKey(Object value) throws ValueDoesNotFitException {
    Object fitted = type.fit(column, value);
    String folded = fitted instanceof String text ? type.fold(column, text) : null;
    return folded == null ? fitted : new CanonicalText((String) fitted, folded);
  }

  /**
   * Returns true if {@link #fitKey} covers the equality that the database defines for the column's
   * type. It does not for ranges, composite types and unknown types, for which only equal texts are
   * equal. Collations are not considered.
   */
  public boolean knowsEqualKeys() {
    return type.knowsEqual(column);
  }

  /** Returns the column that values are fitted to. */
  public TargetColumn column() {
    return column;
  }
}
