package io.portage.commit;

import java.util.OptionalLong;

/** The committed offsets of one consumer group, and how far they could go. */
interface GroupOffsets extends AutoCloseable {
  /** The committed offset of a partition, if there is one. */
  OptionalLong committed(String topic, int partition) throws UnavailableException;

  /** Where the partition's log ends for who reads what is committed. */
  long end(String topic, int partition) throws UnavailableException;

  /** Commits; the broker checks nothing, not even that it goes forward. */
  void commit(String topic, int partition, long offset) throws UnavailableException;

  @Override
  void close();

  /** The broker cannot answer now; the same may work later. */
  final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1;

    UnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
