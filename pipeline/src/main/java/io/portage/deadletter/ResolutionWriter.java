package io.portage.deadletter;

import java.io.IOException;

/** Appends the resolutions of dead letters under their ids. Not thread-safe. */
public final class ResolutionWriter implements AutoCloseable {
  private final DeadLetterWriter deadLetters;

  ResolutionWriter(DeadLetterWriter deadLetters) {
    this.deadLetters = deadLetters;
  }

  /**
   * Appends a resolution; it is durable only after the next {@link #sync}.
   *
   * @throws IOException if it cannot be written
   */
  public void add(StoredDeadLetter deadLetter) throws IOException {
    deadLetters.add(deadLetter);
  }

  /**
   * Returns when all added resolutions are durable.
   *
   * @throws IOException if one of them is not
   */
  public void sync() throws IOException {
    deadLetters.sync();
  }

  @Override
  public void close() {
    deadLetters.close();
  }
}
