package io.portage.deadletter;

/** Is shown what stands in a {@link DeadLetterStore}, as it stands there. */
public interface DeadLetterVisitor {
  /** A letter, or what a replay has appended about one. */
  void letter(StoredDeadLetter letter);

  /**
   * Something that is no letter, or one of a release this one cannot read; without its contents.
   */
  void unreadable(String place, String problem);
}
