package io.portage.launcher.deadletters;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.check.Preflight;
import io.portage.launcher.output.Plural;
import io.portage.launcher.run.JobRunner;
import io.portage.metrics.LedgerSummary;
import io.portage.replay.ReplaySelection;
import java.util.List;
import java.util.function.Supplier;

/**
 * The dead letters of one replay.
 *
 * @param picked those that are replayed, the oldest first
 * @param refused selected ones that were tried too often
 * @param beyondLimit the number of selected ones that exceed the limit of one replay
 */
public record ReplayPlan(
    List<DeadLetterSummary> picked, List<DeadLetterSummary> refused, int beyondLimit) {
  /** The number of attempts at which a dead letter is refused, by default. */
  public static final int MAX_ATTEMPTS = 5;

  /**
   * The result of a replay.
   *
   * @param report the result of each dead letter
   * @param ledger the ledger of their records
   */
  public record ReplayOutcome(ReplayReport report, LedgerSummary ledger) {
    /**
     * Returns silently if each dead letter has an outcome and the ledger adds up.
     *
     * @throws CommandException otherwise
     */
    public void requireComplete() {
      if (report.unresolved() > 0) {
        throw new CommandException(
            ExitCode.FAILED, Plural.of(report.unresolved(), "dead letter", "have") + " no outcome");
      }
      if (!ledger.isBalanced()) {
        throw new CommandException(
            ExitCode.FAILED,
            "the ledger does not add up: " + Plural.of(ledger.difference(), "record"));
      }
    }
  }

  /**
   * Plans a replay.
   *
   * @param all all dead letters of the job
   * @param tables their tables
   * @param maxAttempts the number of attempts at which a dead letter is refused
   * @param limit the maximum number of dead letters of the replay
   */
  public static ReplayPlan of(
      List<DeadLetterSummary> all,
      LetterTables tables,
      DeadLetterFilter selection,
      int maxAttempts,
      int limit) {
    List<DeadLetterSummary> chosen = selection.of(all, tables);
    List<DeadLetterSummary> able =
        chosen.stream().filter(head -> head.attempts() < maxAttempts).toList();
    int picked = Math.min(limit, able.size());
    return new ReplayPlan(
        able.subList(0, picked),
        chosen.stream().filter(head -> head.attempts() >= maxAttempts).toList(),
        able.size() - picked);
  }

  /** Returns the note of a replay by a person for a reason. */
  public static String note(String by, String why) {
    return "replayed by " + by + ": " + why;
  }

  /**
   * Checks the target, replays dead letters, and compares them with their state after the replay.
   *
   * @param picked at least one
   * @param note who replays them, and why; kept with each resolution; or empty
   * @param after reads the dead letters after the replay
   * @throws CommandException if a check fails, or the run does
   */
  public static ReplayOutcome run(
      Engine engine,
      PortageConfig config,
      List<DeadLetterSummary> picked,
      String note,
      Supplier<List<DeadLetterSummary>> after,
      List<String> beamOptions) {
    Preflight.requireTarget(config);
    LedgerSummary ledger =
        JobRunner.replay(engine, config, ReplaySelection.of(picked, note), beamOptions);
    return new ReplayOutcome(new ReplayReport(picked, after.get()), ledger);
  }
}
