package io.portage.model;

import org.jspecify.annotations.Nullable;

/**
 * Says that everything made of these stretches, in the halves they name, has a durable outcome.
 *
 * @param origins the stretches
 * @param start where a reader began a partition; null but for what Read itself says
 */
public record Outcome(Origins origins, @Nullable Start start) {
  /** An outcome of {@code origins}. */
  public Outcome(Origins origins) {
    this(origins, null);
  }
}
