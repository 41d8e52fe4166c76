package io.portage.verify.compare;

import io.portage.model.CanonicalText;
import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares values by the type of the target's column: numbers by value, binary floating-point
 * numbers also by the sign of zero, instants as instants, {@code jsonb} as JSON, texts by their
 * characters and never by a collation. Both values have to be fitted to the column.
 */
final class RowComparer {
  private RowComparer() {}

  /**
   * Returns the value of the target's column in the form of a fitted value; the value itself if it
   * does not fit.
   */
  static @Nullable Object fitted(ColumnFitter fitter, @Nullable Object read) {
    if (read == null || read instanceof Long) {
      return read == null || fitter.column().family() == TypeFamily.INTEGER
          ? read
          : fit(fitter, read);
    }
    return read instanceof String
            && fitter.column().family() == TypeFamily.TEXT
            && !fitter.column().type().equals("bpchar")
        ? read
        : fit(fitter, read);
  }

  private static Object fit(ColumnFitter fitter, Object read) {
    try {
      return Objects.requireNonNullElse(fitter.fit(read), read);
    } catch (ValueDoesNotFitException stored) {
      return read; // the database has it nevertheless: compared as it is
    }
  }

  /** Returns true if both values are the same value of the column. */
  static boolean same(TargetColumn column, @Nullable Object expected, @Nullable Object actual) {
    if (expected == null || actual == null) {
      return expected == actual;
    }
    if (expected.equals(actual)) {
      return !(expected instanceof CanonicalText text)
          || text.text().equals(((CanonicalText) actual).text());
    }
    if (expected instanceof BigDecimal number && actual instanceof BigDecimal other) {
      return number.compareTo(other) == 0;
    }
    if (expected instanceof byte[] bytes && actual instanceof byte[] other) {
      return Arrays.equals(bytes, other);
    }
    String text = text(expected);
    String otherText = text(actual);
    return text != null && otherText != null && sameText(column, text, otherText);
  }

  private static @Nullable String text(Object value) {
    if (value instanceof CanonicalText text) {
      return text.text();
    }
    return value instanceof String text ? text : null;
  }

  /** Texts of types whose texts differ from their values, such as JSON, are folded. */
  private static boolean sameText(TargetColumn column, String text, String other) {
    if (column.family() == TypeFamily.TEXT || column.type().endsWith("citext")) {
      return false;
    }
    try {
      String folded = column.dataType().fitter().fold(column, text);
      return folded != null && folded.equals(column.dataType().fitter().fold(column, other));
    } catch (ValueDoesNotFitException | UncheckedIOException unknown) {
      return false;
    }
  }
}
