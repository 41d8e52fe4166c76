package io.portage.model;

import io.portage.model.event.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What could not be used: where, why, and all that a replay needs.
 *
 * <p>Up to Normalize the raw record is kept, behind it the merged change. Exactly one of {@code
 * raw} and {@code change} is there.
 *
 * @param stage where it failed
 * @param cause why
 * @param attempts how often it was tried, 1 the first time
 * @param failedAt when, milliseconds since 1970
 * @param sourceRecord the record, or null
 * @param change the change, or null
 * @param part which half of a split record, if {@code raw} is there
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
   * Why something failed.
   *
   * @param reason the stable reason
   * @param message for people, without row values
   * @param column the column at fault, or null
   * @param errorClass the exception's class, or null
   * @param sqlState the database's SQLState, or null
   */
  public record FailureCause(
      Reason reason,
      String message,
      @Nullable String column,
      @Nullable String errorClass,
      @Nullable String sqlState) {
    /** A cause that is not an exception's. */
    public static FailureCause of(Reason reason, String message) {
      return new FailureCause(reason, message, null, null, null);
    }

    /** A cause that lies in one column. */
    public static FailureCause inColumn(Reason reason, String column, String message) {
      return new FailureCause(reason, message, column, null, null);
    }
  }

  /** Checks that there is exactly one thing to replay. */
  public DeadLetter {
    if ((sourceRecord == null) == (change == null)) {
      throw new IllegalArgumentException("a dead letter holds either the record or the change");
    }
  }

  /** A letter about a record, or a half of it. */
  public static DeadLetter ofRecord(
      Stage stage, FailureCause cause, long failedAt, SourceRecord raw, ChangePart changePart) {
    return new DeadLetter(stage, cause, 1, failedAt, raw, null, changePart);
  }

  /** A letter about a change. */
  public static DeadLetter ofChange(Stage stage, FailureCause cause, long failedAt, Change change) {
    return new DeadLetter(stage, cause, 1, failedAt, null, change, change.part());
  }

  /** The coordinates of the record, or of the newest record of the change. */
  public Coordinates coordinates() {
    return sourceRecord != null ? sourceRecord.coordinates() : change.coordinates();
  }

  /** {@code topic-partition-offset}, with {@code #delete} or {@code #upsert} when split. */
  public String id() {
    return coordinates() + part.suffix();
  }

  /** The stretches that are done once this letter is durable. */
  public OffsetRanges origins() {
    return sourceRecord != null ? OffsetRanges.of(sourceRecord.range(part)) : change.origins();
  }

  /** How many records (or halves) the letter stands for, at least 1. */
  public int records() {
    return sourceRecord != null ? 1 : change.recordCount();
  }

  @Override
  public String toString() {
    return stage.label() + " " + cause.reason() + " " + id();
  }
}
