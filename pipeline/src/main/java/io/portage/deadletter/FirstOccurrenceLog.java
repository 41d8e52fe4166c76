package io.portage.deadletter;

import io.portage.metrics.LogThrottle;
import io.portage.model.DeadLetter;
import io.portage.model.PrintableText;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs a warning for the first dead letter of each kind in a run. A kind is stage, reason, column
 * and SQLState, as {@code deadletters list} groups them.
 *
 * <p>Once per process: another worker logs the kind again.
 */
final class FirstOccurrenceLog {
  private static final Logger LOG = LoggerFactory.getLogger(FirstOccurrenceLog.class);
  private static final LogThrottle ONCE_PER_KIND = LogThrottle.oncePerCause();

  private final String run;
  private final LogThrottle throttle;
  private final Consumer<String> log;

  FirstOccurrenceLog(String run, LogThrottle throttle, Consumer<String> log) {
    this.run = run;
    this.throttle = throttle;
    this.log = log;
  }

  /** Logs to the logger of this class. */
  static FirstOccurrenceLog toLog(String run) {
    return new FirstOccurrenceLog(run, ONCE_PER_KIND, LOG::warn);
  }

  /** Logs a warning if this is the first dead letter of its kind in this run. */
  void add(DeadLetter deadLetter) {
    String kind = kind(deadLetter);
    if (throttle.isDue(run + " " + kind)) {
      log.accept(
          "First dead letter of its kind: "
              + kind
              + ", "
              + deadLetter.id()
              + ": "
              + PrintableText.line(deadLetter.cause().message()));
    }
  }

  /** The kind: stage and reason, with column and SQLState if present. */
  static String kind(DeadLetter deadLetter) {
    DeadLetter.FailureCause cause = deadLetter.cause();
    String kind = deadLetter.stage().label() + " " + cause.reason();
    if (cause.column() != null) {
      kind += ", column " + cause.column();
    }
    return cause.sqlState() == null ? kind : kind + ", SQLState " + cause.sqlState();
  }
}
