package io.portage.deadletter;

import io.portage.model.DeadLetter;
import java.io.IOException;
import java.io.Serializable;

/** Writes dead letters durably. Not thread-safe. */
interface DeadLetterWriter extends AutoCloseable {
  /** Adds a dead letter; it is durable only after the next {@link #sync}. */
  void add(StoredDeadLetter deadLetter) throws IOException;

  /** Adds an unresolved dead letter. */
  default void add(DeadLetter deadLetter) throws IOException {
    add(StoredDeadLetter.unresolved(deadLetter));
  }

  /**
   * Returns when all dead letters added so far are durable.
   *
   * @throws IOException if one of them is not; the caller must then close the writer and write all
   *     dead letters since the last sync again
   */
  void sync() throws IOException;

  /** Closes the writer without waiting for dead letters that were not synced. */
  @Override
  void close();

  /** Opens writers, one per worker. */
  interface DeadLetterSink extends Serializable {
    /** A new writer. */
    DeadLetterWriter open();
  }
}
