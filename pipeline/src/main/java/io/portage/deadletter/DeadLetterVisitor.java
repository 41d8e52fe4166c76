package io.portage.deadletter;

import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Visits the entries of a {@link DeadLetterStore} as they are stored. */
public interface DeadLetterVisitor {
  /** Visits a dead letter, or the resolution that a replay appended for one. */
  void deadLetter(StoredDeadLetter deadLetter);

  /**
   * Visits an entry that is not a dead letter, or that a release wrote which this one cannot read.
   *
   * @param place the entry's file and line, or its coordinates
   * @param problem the reason, without the entry's contents
   */
  void unreadable(String place, String problem);

  /**
   * Returns a visitor of two functions.
   *
   * @param onDeadLetter see {@link #deadLetter}
   * @param onUnreadable see {@link #unreadable}
   */
  static DeadLetterVisitor of(
      Consumer<StoredDeadLetter> onDeadLetter, BiConsumer<String, String> onUnreadable) {
    return new DeadLetterVisitor() {
      @Override
      public void deadLetter(StoredDeadLetter deadLetter) {
        onDeadLetter.accept(deadLetter);
      }

      @Override
      public void unreadable(String place, String problem) {
        onUnreadable.accept(place, problem);
      }
    };
  }

  /**
   * Returns a visitor that skips entries which are not dead letters: their listing reports them.
   */
  static DeadLetterVisitor ofReadable(Consumer<StoredDeadLetter> onDeadLetter) {
    return of(onDeadLetter, (place, problem) -> {});
  }
}
