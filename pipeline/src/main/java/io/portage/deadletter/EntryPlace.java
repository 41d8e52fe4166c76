package io.portage.deadletter;

/** The place of an entry, from which it can be read again. */
sealed interface EntryPlace {
  /** The place of an entry in the topic. */
  record TopicPlace(int partition, long offset) implements EntryPlace {}

  /**
   * The place of an entry in a file.
   *
   * @param file the location of the file
   * @param position the first byte of the line
   */
  record FilePlace(String file, long position) implements EntryPlace {}

  /** Visits an entry with its place. */
  interface PlacedVisitor {
    /** Visits one entry. */
    void entry(EntryPlace place, StoredDeadLetter entry);
  }
}
