package io.portage.deadletter;

import java.io.IOException;

/** Appends what became of letters, under their ids. Not thread-safe. */
public final class ResolutionWriter implements AutoCloseable {
  private final DeadLetterWriter letters;

  ResolutionWriter(DeadLetterWriter letters) {
    this.letters = letters;
  }

  /**
   * Appends one; it is durable only after the next {@link #sync}.
   *
   * @throws IOException when it cannot be written
   */
  public void add(StoredDeadLetter letter) throws IOException {
    letters.add(letter);
  }

  /**
   * Returns when all that was added is durable.
   *
   * @throws IOException when some of it is not
   */
  public void sync() throws IOException {
    letters.sync();
  }

  @Override
  public void close() {
    letters.close();
  }
}
