package io.portage.enrich;

import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.Version;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import org.jspecify.annotations.Nullable;

/** Computes the value of one target column from rows with one set of columns. */
interface ColumnMapper {
  /** The target column. */
  String column();

  /** The place of the source column that is copied unchanged, or -1. */
  default int copyOf() {
    return -1;
  }

  /**
   * Returns the column's value, null for SQL's null.
   *
   * @throws RejectedChangeException if the value cannot be computed or does not fit
   */
  @Nullable Object value(Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws RejectedChangeException;

  /** Returns the version of the value: the newest version of the column's inputs. */
  Version version(Change.RowLineage lineage);

  /** Creates a mapper that copies a source column unchanged. */
  static ColumnMapper copy(String column, int at) {
    return new CopyColumn(column, at);
  }

  /** The advice for rows that lack columns. */
  String REPLICA_IDENTITY =
      " (a large value that an update leaves unchanged comes with REPLICA IDENTITY FULL at the"
          + " source)";

  /** Creates a mapper for a column of which some, but not all inputs are in the row. */
  static ColumnMapper missingInput(String column, String input) {
    return new MissingInput(column, input);
  }

  /** Creates a mapper for a column that the target does not have. */
  static ColumnMapper unknown(String column) {
    return new FailingColumn(column, Reason.SCHEMA_MISMATCH, "the target has no column " + column);
  }

  /** Fits the value to the target column. */
  static @Nullable Object fit(ColumnFitter fitter, @Nullable Object value)
      throws RejectedChangeException {
    try {
      return fitter.fit(value);
    } catch (ValueDoesNotFitException e) {
      throw RejectedChangeException.inColumn(
          Reason.DOES_NOT_FIT, fitter.column().name(), message(e));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Copies a value unchanged. */
  record CopyColumn(String column, int copyOf) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses) {
      return change.row().get(copyOf);
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.ofColumn(copyOf);
    }
  }

  /**
   * Copies a source column to one of several target columns, each of which has a fitter of its own.
   */
  record FitColumn(String column, int at, ColumnFitter fitter) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws RejectedChangeException {
      return ColumnMapper.fit(fitter, change.row().get(at));
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.ofColumn(at);
    }
  }

  /** Fails because {@code input} is not in the row. */
  record MissingInput(String column, String input) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws RejectedChangeException {
      String why =
          change.isPartial()
              ? ": the row lacks " + input + REPLICA_IDENTITY
              : ": the message has no source column " + input + ", which tables[].columns reads";
      throw RejectedChangeException.inColumn(
          Reason.EXPRESSION_FAILED, column, "column " + column + why);
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.version();
    }
  }

  /** Fails for every row with the same columns. */
  record FailingColumn(String column, Reason reason, String message) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws RejectedChangeException {
      throw RejectedChangeException.inColumn(reason, column, message);
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.version();
    }
  }
}
