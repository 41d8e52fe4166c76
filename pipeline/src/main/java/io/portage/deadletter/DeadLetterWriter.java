package io.portage.deadletter;

import io.portage.model.DeadLetter;
import java.io.IOException;
import java.io.Serializable;

/** Takes letters and makes them durable. Not thread-safe. */
interface DeadLetterWriter extends AutoCloseable {
  /** Takes one letter; it is durable only after the next {@link #sync}. */
  void add(StoredDeadLetter letter) throws IOException;

  /** Takes a letter that nothing has become of yet. */
  default void add(DeadLetter letter) throws IOException {
    add(StoredDeadLetter.unresolved(letter));
  }

  /**
   * Returns when all letters added so far are durable.
   *
   * @throws IOException when one of them is not; the writer must then be closed, and all letters
   *     since the last sync be written again
   */
  void sync() throws IOException;

  /** Lets go of what is open, without waiting for letters that were not synced. */
  @Override
  void close();

  /** Opens writers, one for each worker. */
  interface DeadLetterSink extends Serializable {
    /** A new writer. */
    DeadLetterWriter open();
  }
}
