package io.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * Reports to Commit that every change derived from these offset ranges, in the parts that they
 * name, has a durable outcome.
 *
 * @param origins the offset ranges
 * @param start the start of a reader in a partition; only Read reports it, otherwise null
 * @param guardResult the guard's result, if exactly one change is completed; otherwise null
 */
public record Completion(
    OffsetRanges origins, @Nullable ReaderStart start, @Nullable GuardResult guardResult) {
  /** A completion of {@code origins}. */
  public Completion(OffsetRanges origins) {
    this(origins, null, null);
  }

  /** A completion with the start of a reader; only Read reports it. */
  public Completion(OffsetRanges origins, @Nullable ReaderStart start) {
    this(origins, start, null);
  }

  /** The completion of one change. */
  public static Completion of(OffsetRanges origins, GuardResult guardResult) {
    return new Completion(origins, null, guardResult);
  }
}
