package io.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * Says that everything made of these stretches, in the halves they name, has a durable outcome.
 *
 * @param origins the stretches
 * @param start where a reader began a partition; null but for what Read itself says
 * @param verdict what the guard said, where the outcome is of exactly one change; otherwise null
 */
public record Outcome(Origins origins, @Nullable Start start, @Nullable Verdict verdict) {
  /** An outcome of {@code origins}. */
  public Outcome(Origins origins) {
    this(origins, null, null);
  }

  /** What Read says of the beginning of a partition. */
  public Outcome(Origins origins, Start start) {
    this(origins, start, null);
  }

  /** An outcome of one change. */
  public static Outcome of(Origins origins, Verdict verdict) {
    return new Outcome(origins, null, verdict);
  }
}
