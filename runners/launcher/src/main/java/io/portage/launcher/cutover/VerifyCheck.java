package io.portage.launcher.cutover;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.target.connection.Sleeper;
import io.portage.verify.Barrier;
import io.portage.verify.Verification;
import io.portage.verify.VerifyProgress;
import io.portage.verify.VerifySettings;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of the source and of the target are equal. A difference that a dead letter explains does
 * not count here, because the dead letters have a check of their own.
 */
final class VerifyCheck implements CutoverCheck {
  private final PortageConfig config;
  private final Barrier barrier;
  private final Duration patience;
  private final Clock clock;
  private final Sleeper sleeper;
  private final boolean wanted;

  /**
   * @param patience how long each look at rows in flight waits for the barrier
   * @param wanted false to leave the rows uncompared
   */
  VerifyCheck(
      PortageConfig config,
      Barrier barrier,
      Duration patience,
      Clock clock,
      Sleeper sleeper,
      boolean wanted) {
    this.patience = patience;
    this.config = config;
    this.barrier = barrier;
    this.clock = clock;
    this.sleeper = sleeper;
    this.wanted = wanted;
  }

  @Override
  public String id() {
    return "verify";
  }

  @Override
  public String title() {
    return "The rows of the source and of the target are equal";
  }

  @Override
  public CheckOutcome run() throws SQLException, InterruptedException {
    if (!wanted) {
      return CheckOutcome.undecided("not compared while other checks stand against the switch");
    }
    if (config.source().database() == null) {
      return CheckOutcome.undecided("source.jdbc is not configured");
    }
    if (!(config.target().sink() instanceof JdbcConfig)) {
      return CheckOutcome.undecided("the target is not a database");
    }
    try (Verification verification =
        Verification.open(
            config, settings(), barrier, clock, System::nanoTime, sleeper, VerifyProgress.NONE)) {
      return judge(verification.run());
    }
  }

  private VerifySettings settings() {
    VerifySettings all = VerifySettings.DEFAULTS;
    return new VerifySettings(
        all.tables(),
        all.sample(),
        all.rounds(),
        patience,
        all.chunkTime(),
        all.maxRowsPerSecond(),
        all.maxFindings(),
        all.showValues(),
        all.state());
  }

  static CheckOutcome judge(VerifyReport report) {
    List<String> evidence = new ArrayList<>();
    List<CutoverFinding> findings = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (TableReport table : report.tables()) {
      evidence.add(
          table.table()
              + ": "
              + table.sourceRows()
              + " rows of the source and "
              + table.targetRows()
              + " of the target compared");
      if (!table.problem().isEmpty()) {
        open.add(table.table() + ": " + table.problem());
      }
      table
          .counts()
          .forEach(
              (kind, count) -> {
                String rows = (count == 1 ? "1 row is " : count + " rows are ") + kind.label();
                if (kind == DifferenceKind.DEAD_LETTER) {
                  evidence.add(table.table() + ": " + rows);
                } else if (kind.isDifference()) {
                  findings.add(
                      new CutoverFinding(
                          "verify:" + table.table() + ":" + kind.label(),
                          rows,
                          "portage verify --table=" + table.table() + " lists them"));
                } else {
                  open.add(table.table() + ": " + rows);
                }
              });
    }
    CheckOutcome outcome = CheckOutcome.of(evidence, findings);
    if (report.tables().isEmpty()) {
      return outcome.butUndecided("no table was compared");
    }
    return open.isEmpty() ? outcome : outcome.butUndecided(String.join("; ", open));
  }
}
