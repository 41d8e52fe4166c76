package io.portage.launcher.cutover;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables have as many rows as their sources. A quick look with numbers that people can compare
 * with their own; the comparison of rows proves more.
 */
final class RowCountsCheck implements CutoverCheck {
  private static final Duration LONGEST = Duration.ofMinutes(30);

  private final Optional<SourceDatabase> source;
  private final List<TablePair> pairs;
  private final TargetTablesOfJob target;
  private final int accepted;

  /**
   * @param accepted the number of accepted dead letters, each of which may explain one row
   */
  RowCountsCheck(
      Optional<SourceDatabase> source,
      List<TablePair> pairs,
      TargetTablesOfJob target,
      int accepted) {
    this.source = source;
    this.pairs = pairs;
    this.target = target;
    this.accepted = accepted;
  }

  @Override
  public String id() {
    return "row-counts";
  }

  @Override
  public String title() {
    return "The tables have as many rows as their sources";
  }

  /**
   * The rows of a target table and of its sources.
   *
   * @param table the target table
   * @param target its rows, without those that are marked as deleted
   * @param sources the sum of the rows of its sources
   * @param least the least number of rows that the target may have, if some rows of the sources are
   *     filtered or are the same row; equal to {@code sources} if every row has its own
   */
  record Counts(String table, long target, long sources, long least) {}

  @Override
  public CheckOutcome run() throws SQLException {
    if (source.isEmpty()) {
      return CheckOutcome.undecided("source.jdbc is not configured");
    }
    Dialect dialect = target.dialect().orElse(null);
    if (dialect == null) {
      return CheckOutcome.undecided("the target is not a database");
    }
    List<Counts> counts = new ArrayList<>();
    try (Connection from = source.get().connect(LONGEST);
        Connection to = target.connect()) {
      for (List<TablePair> pairsOfTable : byTarget().values()) {
        counts.add(counts(from, to, dialect, pairsOfTable));
      }
    }
    return judge(counts, accepted);
  }

  /**
   * Returns the pairs by target; a table whose records are rows of their own has no counterpart.
   */
  private Map<String, List<TablePair>> byTarget() {
    Map<String, List<TablePair>> byTarget = new LinkedHashMap<>();
    for (TablePair pair : pairs) {
      if (!pair.config().appends()) {
        byTarget.computeIfAbsent(pair.target(), t -> new ArrayList<>()).add(pair);
      }
    }
    return byTarget;
  }

  private Counts counts(Connection from, Connection to, Dialect dialect, List<TablePair> ofTable)
      throws SQLException {
    long sum = 0;
    long most = 0;
    boolean filtered = false;
    for (TablePair pair : ofTable) {
      long rows = count(from, source.orElseThrow().dialect().qualified(pair.source()), "");
      sum += rows;
      most = Math.max(most, rows);
      filtered |= pair.config().where() != null;
    }
    TableConfig config = ofTable.get(0).config();
    String deleted = config.metadata().deleted();
    boolean soft = config.deletes() == DeleteMode.SOFT && deleted != null;
    long rows =
        count(
            to,
            dialect.qualified(config.to()),
            soft
                ? " WHERE NOT COALESCE(" + dialect.quoted(String.valueOf(deleted)) + ", FALSE)"
                : "");
    // Rows of several sources may be one row of the target.
    return new Counts(config.to(), rows, sum, filtered ? 0 : ofTable.size() == 1 ? sum : most);
  }

  private static long count(Connection connection, String table, String where) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM " + table + where)) {
      result.next();
      return result.getLong(1);
    }
  }

  static CheckOutcome judge(List<Counts> counts, int accepted) {
    List<String> evidence = new ArrayList<>();
    List<CutoverFinding> findings = new ArrayList<>();
    for (Counts count : counts) {
      boolean exact = count.least() == count.sources();
      evidence.add(
          count.table()
              + " has "
              + count.target()
              + " rows, its sources "
              + count.sources()
              + (exact ? "" : " (a filter or several sources: at least " + count.least() + ")"));
      if (count.target() > count.sources() + accepted
          || count.target() < count.least() - accepted) {
        findings.add(
            new CutoverFinding(
                "row-counts:" + count.table(),
                "has " + count.target() + " rows, its sources " + count.sources(),
                "portage verify names the rows"));
      }
    }
    if (accepted > 0) {
      evidence.add(accepted + " accepted dead letters may explain as many rows");
    }
    return CheckOutcome.of(evidence, findings);
  }
}
