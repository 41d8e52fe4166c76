package io.portage.deadletter;

import io.portage.metrics.LogThrottle;
import io.portage.model.DeadLetter;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of the first dead letter of each kind in a run: stage, reason, column and SQLState, as
 * {@code deadletters list} groups them.
 *
 * <p>Once in each process; a worker of its own tells the kind again.
 */
final class FirstOccurrenceLog {
  private static final Logger LOG = LoggerFactory.getLogger(FirstOccurrenceLog.class);
  private static final LogThrottle TOLD = LogThrottle.oncePerCause();

  private final String run;
  private final LogThrottle told;
  private final Consumer<String> log;

  FirstOccurrenceLog(String run, LogThrottle told, Consumer<String> log) {
    this.run = run;
    this.told = told;
    this.log = log;
  }

  /** Warns in the log. */
  static FirstOccurrenceLog toLog(String run) {
    return new FirstOccurrenceLog(run, TOLD, LOG::warn);
  }

  /** Warns when there was no letter of this kind in this run yet. */
  void add(DeadLetter letter) {
    String kind = kind(letter);
    if (told.isDue(run + " " + kind)) {
      log.accept(
          "First dead letter of its kind: "
              + kind
              + ", "
              + letter.id()
              + ": "
              + letter.cause().message());
    }
  }

  /** Stage and reason, with column and SQLState where there are some. */
  static String kind(DeadLetter letter) {
    DeadLetter.FailureCause cause = letter.cause();
    String kind = letter.stage().label() + " " + cause.reason();
    if (cause.column() != null) {
      kind += ", column " + cause.column();
    }
    return cause.sqlState() == null ? kind : kind + ", SQLState " + cause.sqlState();
  }
}
