package io.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * Says that everything made of these stretches, in the halves they name, has a durable outcome.
 *
 * @param origins the stretches
 * @param start where a reader began a partition; null but for what Read itself says
 * @param guardResult what the guard said, where the outcome is of exactly one change; otherwise
 *     null
 */
public record Completion(
    OffsetRanges origins, @Nullable ReaderStart start, @Nullable GuardResult guardResult) {
  /** An outcome of {@code origins}. */
  public Completion(OffsetRanges origins) {
    this(origins, null, null);
  }

  /** What Read says of the beginning of a partition. */
  public Completion(OffsetRanges origins, ReaderStart start) {
    this(origins, start, null);
  }

  /** An outcome of one change. */
  public static Completion of(OffsetRanges origins, GuardResult guardResult) {
    return new Completion(origins, null, guardResult);
  }
}
