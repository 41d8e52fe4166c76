package io.portage.launcher.cutover;

import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.SecretException;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.StopOffsets;
import io.portage.kafka.TopicMissingException;
import io.portage.launcher.status.MetricsSource;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import io.portage.target.TargetException;
import io.portage.target.connection.Sleeper;
import io.portage.target.readiness.TargetReadiness;
import io.portage.verify.Barrier;
import io.portage.verify.barrier.ConnectorProgress;
import io.portage.verify.barrier.JobBarrier;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the checks of a cutover, in their order, and collects the evidence. */
final class Cutover {
  private final PortageConfig config;
  private final CutoverOptions options;
  private final Map<String, List<String>> earlier;
  private final MetricsSource metrics;
  private final Clock clock;
  private final Sleeper sleeper;

  /**
   * @param earlier the columns of source tables in an earlier report; empty if there is none
   * @param metrics those of the running job
   */
  Cutover(
      PortageConfig config,
      CutoverOptions options,
      Map<String, List<String>> earlier,
      MetricsSource metrics,
      Clock clock,
      Sleeper sleeper) {
    this.config = config;
    this.options = options;
    this.earlier = earlier;
    this.metrics = metrics;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Runs all checks once.
   *
   * @param always false to compare the rows only if all checks before that are GO
   */
  CutoverReport run(boolean always) throws InterruptedException {
    Instant at = clock.instant();
    Optional<SourceDatabase> source = SourceDatabase.of(config.source());
    Barrier barrier = JobBarrier.of(config, options.sourceIdle());
    List<CheckReport> done = new ArrayList<>();
    WritesStoppedCheck stopped =
        new WritesStoppedCheck(
            source,
            options,
            new CapturedRecords(
                options.sourceIdle()
                    ? ConnectorProgress.IDLE
                    : ConnectorProgress.of(config.source()),
                () -> StopOffsets.resolve(config.source()),
                options.barrierPatience(),
                clock,
                sleeper),
            sleeper);
    done.add(report(stopped));
    done.add(
        report(
            new BarrierCheck(
                barrier, stopped::position, options.barrierPatience(), clock, sleeper)));
    done.add(report(new LagCheck(config.source())));
    int parkedRows = done.size(); // decided when the tables are known
    CheckReport letters = report(new DeadLettersCheck(config));
    done.add(letters);

    List<TablePair> pairs = new ArrayList<>();
    Optional<CheckReport> unreadable = pairs(source, pairs);
    unreadable.ifPresent(done::add);
    TargetTablesOfJob target =
        new TargetTablesOfJob(config, pairs.stream().map(TablePair::target).distinct().toList());
    done.add(parkedRows, report(new ParkedRowsCheck(config, target, metrics)));
    int accepted = letters.outcome().accepted().size();
    done.add(report(new RowCountsCheck(source, pairs, target, accepted)));
    done.add(report(new SequencesCheck(target, options.fixSequences())));
    for (CutoverCheck check : ofTarget(target)) {
      done.add(report(check));
    }
    SchemaDriftCheck drift = new SchemaDriftCheck(source, pairs, target, earlier);
    done.add(report(drift));
    boolean goSoFar = done.stream().allMatch(c -> c.outcome().verdict() == CutoverVerdict.GO);
    done.add(
        report(
            new VerifyCheck(
                config, barrier, options.barrierPatience(), clock, sleeper, always || goSoFar)));
    return new CutoverReport(config.name(), at, done, drift.columns());
  }

  private static List<CutoverCheck> ofTarget(TargetTablesOfJob target) {
    return List.of(
        new TargetStateCheck(
            "constraints",
            "The target's constraints are validated and enforced",
            target,
            TargetReadiness::constraints),
        new TargetStateCheck(
            "triggers", "The target's triggers are enabled", target, TargetReadiness::triggers),
        new TargetStateCheck(
            "indexes", "The target's indexes are valid", target, TargetReadiness::indexes),
        new TargetStateCheck(
            "storage", "The target's tables survive a crash", target, TargetReadiness::storage));
  }

  /** Adds the job's tables to {@code pairs}; returns a report only if they cannot be read. */
  private Optional<CheckReport> pairs(Optional<SourceDatabase> source, List<TablePair> pairs)
      throws InterruptedException {
    CheckReport tables =
        report(
            new CutoverCheck() {
              @Override
              public String id() {
                return "tables";
              }

              @Override
              public String title() {
                return "The job's tables are known";
              }

              @Override
              public CheckOutcome run() throws SQLException {
                pairs.addAll(TablePairs.of(config, source));
                return pairs.isEmpty()
                    ? CheckOutcome.undecided("the source has no table that the patterns select")
                    : CheckOutcome.go();
              }
            });
    return tables.outcome().verdict() == CutoverVerdict.GO ? Optional.empty() : Optional.of(tables);
  }

  private CheckReport report(CutoverCheck check) throws InterruptedException {
    Instant begin = clock.instant();
    CheckOutcome outcome;
    try {
      outcome = check.run().accepting(options.accepted());
    } catch (SQLException failure) {
      outcome = CheckOutcome.undecided(message(failure));
    } catch (IOException
        | KafkaUnavailableException
        | TopicMissingException
        | TargetException
        | SecretException failure) {
      outcome = CheckOutcome.undecided(JdbcUrl.showIn(String.valueOf(failure.getMessage())));
    }
    return new CheckReport(
        check.id(), check.title(), outcome, Duration.between(begin, clock.instant()));
  }

  /** Returns the description of an error without row values, as far as a dialect knows it. */
  private String message(SQLException failure) {
    Optional<Dialect> dialect = new TargetTablesOfJob(config, List.of()).dialect();
    return dialect.isEmpty()
        ? "SQLState " + failure.getSQLState()
        : dialect.get().explain(failure).message();
  }
}
