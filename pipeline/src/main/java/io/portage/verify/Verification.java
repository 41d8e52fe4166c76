package io.portage.verify;

import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.sink.SinkProviders;
import io.portage.sink.SinkUnavailableException;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.Sleeper;
import io.portage.verify.compare.ComparedTarget;
import io.portage.verify.compare.TargetSide;
import io.portage.verify.compare.TombstoneRows;
import io.portage.verify.compare.UnalteredTables;
import io.portage.verify.compare.UndecidableException;
import io.portage.verify.explain.Explanations;
import io.portage.verify.position.SourceLog;
import io.portage.verify.repair.RepairReport;
import io.portage.verify.repair.RepairedRow;
import io.portage.verify.repair.RowWriter;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the tables of the source's database with those of the target, in both directions, while
 * both may change. Returns values; writes nothing, neither to a database nor to a console. Not
 * thread-safe; close it.
 */
public final class Verification implements AutoCloseable {
  private final VerifyContext context;
  private final JdbcConfig target;

  private Verification(VerifyContext context, JdbcConfig target) {
    this.context = context;
    this.target = target;
  }

  /**
   * Opens the verification of a job. Sends no query yet, except for the catalog's.
   *
   * @param barrier tells which changes of the source have their outcome
   * @param nanos {@link System#nanoTime}
   * @throws IllegalArgumentException if the job has no {@code source.jdbc}, or its target is not a
   *     database
   */
  public static Verification open(
      PortageConfig config,
      VerifySettings settings,
      Barrier barrier,
      Clock clock,
      LongSupplier nanos,
      Sleeper sleeper,
      VerifyProgress progress) {
    SourceDatabase database =
        SourceDatabase.of(config.source())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "verify reads the source's database: set source.jdbc.url, user and"
                            + " password"));
    if (!(config.target().sink() instanceof JdbcConfig target)) {
      throw new IllegalArgumentException("verify needs a database as target");
    }
    Dialect dialect = Dialects.of(target.url());
    TargetTables tables = SinkProviders.of(config).tables(config);
    return new Verification(
        new VerifyContext(
            config,
            settings,
            database,
            SourceLog.of(database.config().connection().url()),
            barrier,
            dialect,
            new UnalteredTables(tables),
            clock,
            nanos,
            sleeper,
            progress),
        target);
  }

  /**
   * Compares all tables.
   *
   * @throws SQLException if a database fails; with a state file, the next run continues
   * @throws InterruptedException if the thread is interrupted
   */
  public VerifyReport run() throws SQLException, InterruptedException {
    Instant started = context.clock().instant();
    List<TableReport> reports = new ArrayList<>();
    List<TablePair> pairs = new ArrayList<>();
    ExecutorService reader =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "portage-verify-reader");
              thread.setDaemon(true);
              return thread;
            });
    StateFile file = StateFile.open(context.settings().state());
    try (Sessions sessions = new Sessions(context.database(), target, context.targetDialect())) {
      SourceTables tables = tables(sessions);
      for (Map.Entry<String, List<TableConfig>> table : tables.byTarget().entrySet()) {
        reports.add(table(sessions, table.getKey(), table.getValue(), reader, pairs, file));
      }
      for (Map.Entry<String, String> problem : tables.problems().entrySet()) {
        List<String> from = List.of(problem.getKey());
        reports.add(
            new TableReport(problem.getKey(), from, 0, 0, Map.of(), List.of(), problem.getValue()));
      }
      reports =
          new Explanations(
                  context.config(),
                  context.targetDialect(),
                  pairs.stream().map(TablePair::compared).toList())
              .explain(reports, sessions.targetLook());
    } finally {
      reader.shutdownNow();
    }
    if (file != null) {
      file.delete();
    }
    return new VerifyReport(started, context.clock().instant(), reports);
  }

  /**
   * Repairs rows that {@link #run} has found to differ.
   *
   * @param report the result of a run of this verification
   * @param writer writes the rows; null to plan the writes only
   * @param atMost the most rows that are written, or would be
   * @throws SinkUnavailableException if the target does not answer; rows before that are written
   */
  public RepairReport repair(VerifyReport report, @Nullable RowWriter writer, long atMost)
      throws SQLException, SinkUnavailableException {
    List<RepairedRow> rows = new ArrayList<>();
    try (Sessions sessions = new Sessions(context.database(), target, context.targetDialect())) {
      Map<String, List<TableConfig>> configs = tables(sessions).byTarget();
      for (TableReport table : report.tables()) {
        List<Finding> findings =
            table.findings().stream().filter(finding -> finding.kind().isDifference()).toList();
        if (!findings.isEmpty()) {
          TablePair pair =
              pair(
                  sessions,
                  table.table(),
                  Objects.requireNonNull(configs.get(table.table()), table.table()));
          long written = rows.stream().filter(row -> row.version() != null).count();
          rows.addAll(
              new TableRepair(context, sessions, pair, writer).run(findings, atMost - written));
        }
      }
    } catch (UndecidableException e) {
      throw new IllegalStateException("the run has verified the table: " + e.reason(), e);
    }
    return new RepairReport(rows);
  }

  private SourceTables tables(Sessions sessions) throws SQLException {
    return SourceTables.of(context.config(), context.database(), sessions.sourceWalk())
        .selected(context.settings().tables());
  }

  private TableReport table(
      Sessions sessions,
      String name,
      List<TableConfig> configs,
      ExecutorService reader,
      List<TablePair> pairs,
      @Nullable StateFile file)
      throws SQLException, InterruptedException {
    List<String> from = configs.stream().map(TableConfig::from).toList();
    Findings findings = new Findings(name, context.settings().maxFindings());
    WalkState state = new WalkState();
    String problem;
    try {
      TablePair pair = pair(sessions, name, configs);
      List<String> unadded = pair.columnsToAdd();
      problem =
          unadded.isEmpty()
              ? ""
              : "the target does not have these columns yet: " + String.join(", ", unadded);
      pairs.add(pair);
      SecondLooks looks = new SecondLooks(context, sessions, pair, findings);
      if (file != null) {
        file.restore(pair, state, findings);
      }
      new TableWalk(context, sessions, pair, findings, looks, reader, state, file).run();
      if (file != null) {
        file.save(pair, state, findings);
      }
      looks.run(true);
    } catch (UndecidableException e) {
      return new TableReport(name, from, 0, 0, Map.of(), List.of(), e.reason());
    }
    return new TableReport(
        name,
        from,
        state.sourceRows(),
        state.targetRows(),
        findings.counts(),
        findings.kept(),
        problem);
  }

  private TablePair pair(Sessions sessions, String name, List<TableConfig> configs)
      throws SQLException, UndecidableException {
    Optional<TargetTable> described = context.tables().find(name);
    if (described.isEmpty()) {
      throw new UndecidableException("the target has no table " + name);
    }
    TargetTable table = described.get();
    List<TableConfig> keyed = new ArrayList<>();
    for (TableConfig config : configs) {
      if (config.appends()) {
        throw new UndecidableException(
            "its key is the record's coordinates, which rows of the source do not have;"
                + " --against=log verifies it");
      }
      keyed.add(config.keyedBy(table.primaryKey()));
    }
    if (keyed.get(0).key().isEmpty()) {
      throw new UndecidableException(
          "the target's "
              + name
              + " has no primary key: name the columns that identify a row in tables[].key");
    }
    TargetSide side =
        TargetSide.of(sessions.targetWalk(), context.targetDialect(), table, keyed.get(0));
    boolean named = context.config().source().format().debezium() != null;
    List<SourceSide> sources = new ArrayList<>();
    for (TableConfig config : keyed) {
      sources.add(
          SourceSide.of(sessions.sourceWalk(), context.database(), config, side.key(), named));
    }
    TombstoneRows tombstones =
        new TombstoneRows(context.targetDialect(), context.config().target().tombstones(), table);
    return new TablePair(new ComparedTarget(side, tombstones), sources);
  }

  @Override
  public void close() {
    context.tables().close();
  }
}
