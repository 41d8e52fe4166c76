package io.portage.enrich;

import io.portage.model.Change;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.target.Fitter;
import io.portage.target.UnfitException;
import org.jspecify.annotations.Nullable;

/** How one target column gets its value from rows of one shape. */
interface ColumnStep {
  /** The target column. */
  String column();

  /** The place of the source column that is copied as it is, or -1. */
  default int copyOf() {
    return -1;
  }

  /** The value. */
  @Nullable Object value(Change change, References references, LookupMisses misses)
      throws EnrichFailure;

  /** The version of the value: the newest of its inputs'. */
  Version version(Change.Life life);

  /** A source column as it is. */
  static ColumnStep copy(String column, int at) {
    return new CopyStep(column, at);
  }

  /** What brings the columns that a row lacks. */
  String REPLICA_IDENTITY =
      " (a large value that an update leaves unchanged comes with REPLICA IDENTITY FULL at the"
          + " source)";

  /** A column that some, but not all of its inputs are there for. */
  static ColumnStep lacking(String column, String input) {
    return new LackStep(column, input);
  }

  /** A column that the target does not have. */
  static ColumnStep unknown(String column) {
    return new FailStep(column, Reason.SCHEMA_MISMATCH, "the target has no column " + column);
  }

  /** The value as the target's column takes it. */
  static @Nullable Object fit(Fitter fitter, @Nullable Object value) throws EnrichFailure {
    try {
      return fitter.fit(value);
    } catch (UnfitException e) {
      throw new EnrichFailure(Reason.DOES_NOT_FIT, fitter.column().name(), message(e));
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  /** Copies. */
  record CopyStep(String column, int copyOf) implements ColumnStep {
    @Override
    public @Nullable Object value(Change change, References references, LookupMisses misses) {
      return change.row().get(copyOf);
    }

    @Override
    public Version version(Change.Life life) {
      return life.ofColumn(copyOf);
    }
  }

  /** Copies to one of several columns, each of which takes the value in its own form. */
  record FitStep(String column, int at, Fitter fitter) implements ColumnStep {
    @Override
    public @Nullable Object value(Change change, References references, LookupMisses misses)
        throws EnrichFailure {
      return ColumnStep.fit(fitter, change.row().get(at));
    }

    @Override
    public Version version(Change.Life life) {
      return life.ofColumn(at);
    }
  }

  /** Fails for want of {@code input}. */
  record LackStep(String column, String input) implements ColumnStep {
    @Override
    public @Nullable Object value(Change change, References references, LookupMisses misses)
        throws EnrichFailure {
      String why =
          change.isPartial()
              ? ": the row lacks " + input + REPLICA_IDENTITY
              : ": the message has no source column " + input + ", which tables[].columns reads";
      throw new EnrichFailure(Reason.EXPRESSION_FAILED, column, "column " + column + why);
    }

    @Override
    public Version version(Change.Life life) {
      return life.version();
    }
  }

  /** Fails on every row of its shape. */
  record FailStep(String column, Reason reason, String message) implements ColumnStep {
    @Override
    public @Nullable Object value(Change change, References references, LookupMisses misses)
        throws EnrichFailure {
      throw new EnrichFailure(reason, column, message);
    }

    @Override
    public Version version(Change.Life life) {
      return life.version();
    }
  }
}
