package io.portage.model;

import io.portage.model.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record or change that cannot be applied, with the cause and everything that its replay needs.
 *
 * <p>Up to Normalize a dead letter contains the record, after Normalize the merged change. Exactly
 * one of {@code sourceRecord} and {@code change} is not null.
 *
 * @param stage the stage that failed
 * @param cause the cause of the failure
 * @param attempts the number of attempts, 1 after the first failure
 * @param failedAt the time of the failure, milliseconds since 1970
 * @param sourceRecord the record, or null
 * @param change the change, or null
 * @param part the part of the record, if {@code sourceRecord} is not null
 */
public record DeadLetter(
    Stage stage,
    FailureCause cause,
    int attempts,
    long failedAt,
    @Nullable SourceRecord sourceRecord,
    @Nullable Change change,
    ChangePart part) {
  /**
   * The cause of a failure.
   *
   * @param reason the stable reason
   * @param message the text for operators, without row values
   * @param column the column that caused the failure, or null
   * @param errorClass the exception's class, or null
   * @param sqlState the database's SQLState, or null
   * @param constraint the constraint that the database names, or null; stored dead letters have it
   *     in their message only
   */
  public record FailureCause(
      Reason reason,
      String message,
      @Nullable String column,
      @Nullable String errorClass,
      @Nullable String sqlState,
      @Nullable String constraint) {
    /** Escapes control characters of names that the message and the column contain. */
    public FailureCause {
      message = PrintableText.of(message);
      column = column == null ? null : PrintableText.line(column);
    }

    /** A cause without a constraint. */
    public FailureCause(
        Reason reason,
        String message,
        @Nullable String column,
        @Nullable String errorClass,
        @Nullable String sqlState) {
      this(reason, message, column, errorClass, sqlState, null);
    }

    /** A cause without an exception. */
    public static FailureCause of(Reason reason, String message) {
      return new FailureCause(reason, message, null, null, null);
    }

    /** A cause in one column. */
    public static FailureCause inColumn(Reason reason, String column, String message) {
      return new FailureCause(reason, message, column, null, null);
    }
  }

  /** Checks that exactly one of record and change is not null. */
  public DeadLetter {
    if ((sourceRecord == null) == (change == null)) {
      throw new IllegalArgumentException("a dead letter holds either the record or the change");
    }
  }

  /** A dead letter of a record, or of a part of it. */
  public static DeadLetter ofRecord(
      Stage stage, FailureCause cause, long failedAt, SourceRecord raw, ChangePart changePart) {
    return new DeadLetter(stage, cause, 1, failedAt, raw, null, changePart);
  }

  /** A dead letter of a change. */
  public static DeadLetter ofChange(Stage stage, FailureCause cause, long failedAt, Change change) {
    return new DeadLetter(stage, cause, 1, failedAt, null, change, change.part());
  }

  /** The coordinates of the record, or of the newest record of the change. */
  public Coordinates coordinates() {
    return sourceRecord != null ? sourceRecord.coordinates() : changeOrThrow().coordinates();
  }

  /**
   * Returns the change of a dead letter of a change, such as those of Upsert.
   *
   * @throws IllegalStateException if this is the dead letter of a record
   */
  public Change changeOrThrow() {
    if (change == null) {
      throw new IllegalStateException("a dead letter of a record, not of a change: " + id());
    }
    return change;
  }

  /** {@code topic-partition-offset}, with the {@linkplain ChangePart#suffix suffix} of its part. */
  public String id() {
    return coordinates() + part.suffix();
  }

  /** The offset ranges that are complete as soon as this dead letter is durable. */
  public OffsetRanges origins() {
    return sourceRecord != null
        ? OffsetRanges.of(sourceRecord.range(part))
        : changeOrThrow().origins();
  }

  /** The number of records (or parts of records) in this dead letter, at least 1. */
  public int records() {
    return sourceRecord != null ? 1 : changeOrThrow().recordCount();
  }

  @Override
  public String toString() {
    return stage.label() + " " + cause.reason() + " " + id();
  }
}
