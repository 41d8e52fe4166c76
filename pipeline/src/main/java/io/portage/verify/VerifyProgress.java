package io.portage.verify;

/** Receives the progress of a verification, from the thread that runs it. */
@FunctionalInterface
public interface VerifyProgress {
  /** Receives nothing. */
  VerifyProgress NONE = (table, phase, done, estimated) -> {};

  /** The phases of a table. */
  enum Phase {
    /** The source's rows are compared. */
    SOURCE,
    /** The target's rows are looked for in the source. */
    TARGET,
    /** Rows that differed are looked at again. */
    AGAIN,
    /** The records of the log are read. */
    LOG,
    /** The keys of the log and of the target are compared. */
    KEYS
  }

  /**
   * The phase has advanced.
   *
   * @param done the number of rows so far
   * @param estimated the expected number of rows; 0 if unknown
   */
  void advanced(String table, Phase phase, long done, long estimated);

  /**
   * The verification waits.
   *
   * @param reason the state that has to change, without row values
   */
  default void waits(String reason) {}
}
