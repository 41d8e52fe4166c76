package io.portage.enrich;

import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import org.jspecify.annotations.Nullable;

/** How one target column gets its value from rows of one shape. */
interface ColumnMapper {
  /** The target column. */
  String column();

  /** The place of the source column that is copied as it is, or -1. */
  default int copyOf() {
    return -1;
  }

  /** The value. */
  @Nullable Object value(Change change, ReferenceSnapshot references, LookupMissCounter misses)
      throws EnrichmentException;

  /** The version of the value: the newest of its inputs'. */
  Version version(Change.RowLineage lineage);

  /** A source column as it is. */
  static ColumnMapper copy(String column, int at) {
    return new CopyColumn(column, at);
  }

  /** What brings the columns that a row lacks. */
  String REPLICA_IDENTITY =
      " (a large value that an update leaves unchanged comes with REPLICA IDENTITY FULL at the"
          + " source)";

  /** A column that some, but not all of its inputs are there for. */
  static ColumnMapper missingInput(String column, String input) {
    return new MissingInput(column, input);
  }

  /** A column that the target does not have. */
  static ColumnMapper unknown(String column) {
    return new FailingColumn(column, Reason.SCHEMA_MISMATCH, "the target has no column " + column);
  }

  /** The value as the target's column takes it. */
  static @Nullable Object fit(ColumnFitter fitter, @Nullable Object value)
      throws EnrichmentException {
    try {
      return fitter.fit(value);
    } catch (ValueDoesNotFitException e) {
      throw new EnrichmentException(Reason.DOES_NOT_FIT, fitter.column().name(), message(e));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Copies. */
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

  /** Copies to one of several columns, each of which takes the value in its own form. */
  record FitColumn(String column, int at, ColumnFitter fitter) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws EnrichmentException {
      return ColumnMapper.fit(fitter, change.row().get(at));
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.ofColumn(at);
    }
  }

  /** Fails for want of {@code input}. */
  record MissingInput(String column, String input) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws EnrichmentException {
      String why =
          change.isPartial()
              ? ": the row lacks " + input + REPLICA_IDENTITY
              : ": the message has no source column " + input + ", which tables[].columns reads";
      throw new EnrichmentException(Reason.EXPRESSION_FAILED, column, "column " + column + why);
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.version();
    }
  }

  /** Fails on every row of its shape. */
  record FailingColumn(String column, Reason reason, String message) implements ColumnMapper {
    @Override
    public @Nullable Object value(
        Change change, ReferenceSnapshot references, LookupMissCounter misses)
        throws EnrichmentException {
      throw new EnrichmentException(reason, column, message);
    }

    @Override
    public Version version(Change.RowLineage lineage) {
      return lineage.version();
    }
  }
}
