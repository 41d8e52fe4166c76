package io.portage.launcher.cutover;

import io.portage.kafka.StopOffsets;
import io.portage.launcher.cutover.CapturedRecords.Since;
import io.portage.launcher.output.DurationText;
import io.portage.source.SourceDatabase;
import io.portage.target.connection.Sleeper;
import io.portage.verify.position.LogActivity;
import io.portage.verify.position.LogPosition;
import io.portage.verify.position.SourceLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is written at the source: its log is at the given position, or nothing was committed for
 * a while and no transaction that has written is open. PostgreSQL's log also grows by the server's
 * own records, so that transactions are counted there instead.
 *
 * <p>Log and count are those of the whole server. If they tell of commits, the records tell whether
 * those were changes of captured tables: the topics' ends are taken before the time begins, and
 * again when the connector has delivered the position at its end. A change in between has a record
 * between these ends.
 */
final class WritesStoppedCheck implements CutoverCheck {
  private final Optional<SourceDatabase> source;
  private final CutoverOptions options;
  private final CapturedRecords records;
  private final Sleeper sleeper;
  private @Nullable LogPosition position;

  WritesStoppedCheck(
      Optional<SourceDatabase> source,
      CutoverOptions options,
      CapturedRecords records,
      Sleeper sleeper) {
    this.source = source;
    this.options = options;
    this.records = records;
    this.sleeper = sleeper;
  }

  @Override
  public String id() {
    return "writes-stopped";
  }

  @Override
  public String title() {
    return "The writes at the source are stopped";
  }

  /**
   * Returns a position that is not below any change that had been committed before the check; empty
   * if the check could not read it.
   */
  Optional<LogPosition> position() {
    return Optional.ofNullable(position);
  }

  @Override
  public CheckOutcome run() throws SQLException, InterruptedException {
    position = null;
    if (source.isEmpty()) {
      return CheckOutcome.undecided("the source cannot be asked: source.jdbc is not configured");
    }
    SourceLog log = SourceLog.of(source.get().config().connection().url());
    Duration longest = options.stoppedFor().plusMinutes(1);
    try (Connection connection = source.get().connect(longest)) {
      StopOffsets ends = records.ends();
      LogActivity first = log.activity(connection);
      position = first.position();
      if (options.stoppedAt() != null) {
        return at(options.stoppedAt(), first.position());
      }
      sleeper.sleep(options.stoppedFor());
      LogActivity last = log.activity(connection);
      CheckOutcome outcome =
          judge(
              first,
              last,
              options.stoppedFor(),
              hasCommitted(first, last) ? records.since(ends, last.position()) : null);
      if (outcome.verdict() == CutoverVerdict.NO_GO) {
        position = last.position();
      }
      return outcome;
    }
  }

  private static CheckOutcome at(LogPosition stopped, LogPosition present) {
    if (stopped.kind() != present.kind()) {
      return CheckOutcome.undecided(
          "--stopped-at=" + stopped + " is no position of this source, which is at " + present);
    }
    return present.compareTo(stopped) == 0
        ? CheckOutcome.go("the log is at the given position " + stopped)
        : CheckOutcome.noGo(
            new CutoverFinding(
                "writes-stopped:position",
                "the log is at " + present + ", not at the given position " + stopped,
                "leave out --stopped-at to watch the source instead"));
  }

  /** Returns true if a transaction of any database of the server may have been committed. */
  static boolean hasCommitted(LogActivity first, LogActivity last) {
    return isCounted(first, last)
        ? first.ended() != last.ended()
        : !first.position().equals(last.position());
  }

  private static boolean isCounted(LogActivity first, LogActivity last) {
    return first.ended() != 0 || last.ended() != 0;
  }

  /**
   * Compares what the log showed at the beginning and the end of a time.
   *
   * @param captured what the job's topics tell about that time; null if nothing was committed
   */
  static CheckOutcome judge(
      LogActivity first, LogActivity last, Duration watched, @Nullable Since captured) {
    List<String> evidence = new ArrayList<>();
    evidence.add(
        "the log went from "
            + first.position()
            + " to "
            + last.position()
            + " in "
            + DurationText.of(watched)
            + (last.open() == LogActivity.UNKNOWN
                ? "; the user may not see open transactions (MariaDB: PROCESS; PostgreSQL: a"
                    + " standby shows none)"
                : ""));
    if (captured != null) {
      if (!captured.isNone()) {
        return CheckOutcome.of(evidence, List.of(committed(first, last, captured)));
      }
      evidence.add(
          "transactions that write have ended meanwhile, but none of a captured table: "
              + captured.detail());
    }
    long open = Math.max(first.open(), last.open());
    if (open > 0) {
      return CheckOutcome.of(
          evidence,
          List.of(
              new CutoverFinding(
                  "writes-stopped:open",
                  open
                      + (open == 1 ? " transaction" : " transactions")
                      + " that has written is open",
                  "end it: it may still commit")));
    }
    return CheckOutcome.of(evidence, List.of());
  }

  private static CutoverFinding committed(LogActivity first, LogActivity last, Since captured) {
    return new CutoverFinding(
        "writes-stopped:committed",
        (isCounted(first, last)
                ? "transactions that write have ended meanwhile (transaction ids up to "
                    + first.ended()
                    + ", then "
                    + last.ended()
                    + ", of all databases of the server)"
                : "something was committed meanwhile")
            + "; "
            + captured.detail(),
        "stop the applications, jobs and heartbeats that write to a table");
  }
}
