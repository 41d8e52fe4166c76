package io.portage.target.fitting;

import io.portage.model.CanonicalText;
import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.ValueDoesNotFitException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Fits values to one PostgreSQL column: what comes out is written as it is, in one form per value;
 * what would be refused, rounded or shifted by the database is refused here.
 *
 * <p>Takes the values of {@link io.portage.model.Row} and gives {@link Long} for integers, {@link
 * BigDecimal} (padded to the column's scale) for numeric, {@link Double} for floats, {@link
 * Boolean}, {@code byte[]} for bytea, {@link java.time.LocalDate}, {@link java.time.LocalTime},
 * {@link java.time.LocalDateTime} and {@link java.time.Instant} for the types of date and time, and
 * {@link String} for all others: text, uuid in lower case, JSON text, array literals, {@code
 * infinity}, {@code NaN} in a numeric, {@code 24:00:00}. A fitted value fits again and stays the
 * same.
 *
 * <p>Not checked: the grammar of types that are kept as text (interval, inet, ranges, xml and the
 * like), and constraints; those the database refuses later. Immutable and thread-safe.
 */
public final class ColumnFitter {
  private final TargetColumn column;
  private final TypeFitter type;

  /** Told of each value that was stripped; null where none is. */
  private final @Nullable Runnable stripped;

  private ColumnFitter(TargetColumn column, TypeFitter type, @Nullable Runnable stripped) {
    this.column = column;
    this.type = type;
    this.stripped = stripped;
  }

  /** The fitter of {@code column}: for callers that fit many values to it. */
  public static ColumnFitter of(TargetColumn column) {
    return new ColumnFitter(column, TypeFitters.of(column.type()), null);
  }

  /**
   * A fitter like this one that takes out NUL characters where a value does not fit for them, and
   * then tells {@code counter}. Keys keep theirs: two of them could become one.
   */
  public ColumnFitter strippingNul(Runnable counter) {
    return new ColumnFitter(column, type, counter);
  }

  /**
   * Fits one value; see {@link #fit(Object)}.
   *
   * @throws ValueDoesNotFitException when the value does not fit
   */
  public static @Nullable Object fit(TargetColumn column, @Nullable Object value)
      throws ValueDoesNotFitException {
    return of(column).fit(value);
  }

  /**
   * The value as the column takes it.
   *
   * @param value may be null, which fits a nullable column only (a default does not help: null is
   *     not absent)
   * @throws ValueDoesNotFitException when the value does not fit
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
   * As {@link #fit(Object)}, for a column of a key: the value is written as it is, and one of which
   * the database takes several texts for equal becomes a {@link CanonicalText}. What numbers it
   * takes for equal, {@link io.portage.model.RowKey} and {@link TombstoneKey} know.
   *
   * @throws ValueDoesNotFitException when the value does not fit, or it cannot be told which others
   *     are equal to it
   */
  public Object fitKey(Object value) throws ValueDoesNotFitException {
    Object fitted = type.fit(column, value);
    String folded = fitted instanceof String text ? type.fold(column, text) : null;
    return folded == null ? fitted : new CanonicalText((String) fitted, folded);
  }

  /**
   * Whether {@link #fitKey} tells which values of the column's type the database takes for equal.
   * Not of a range, a composite type or any other that is not known here: there equal texts alone
   * are equal. Collations are not looked at.
   */
  public boolean knowsEqualKeys() {
    return type.knowsEqual(column);
  }

  /** The column that values are fitted to. */
  public TargetColumn column() {
    return column;
  }
}
