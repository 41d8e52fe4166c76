package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.demo.TargetDatabase;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The kinds of jobs that random histories go through. */
enum HistoryKind {
  /** Ordered by time, deletes mark rows. */
  TIME_SOFT("users.yaml", "users_enriched", "user_id,name,is_deleted"),
  /** Ordered by time, deletes leave tombstones. */
  TIME_HARD("key-change-hard/given-config.yaml", "users_enriched", "user_id,name"),
  /** Ordered by the log, rows can be partial, deletes mark rows. */
  LOG_SOFT("partial-row/given-config.yaml", "docs", "id,title,body,is_deleted"),
  /** The same where rows change their keys. */
  MOVES_SOFT("key-change-partial/given-config.yaml", "docs", "id,title,body,is_deleted"),
  /** The same, deletes leave tombstones. */
  MOVES_HARD("key-change-partial-hard/given-config.yaml", "docs", "id,title,body"),
  /** Ordered by the log, rows refer to others, deletes leave tombstones. */
  LOG_REFERENCES("foreign-key-child-first/given-config.yaml", "customers,orders", "id,text");

  private static final String DELETED = "deleted";
  private static final Path SCENARIOS = Path.of("data", "scenarios");
  private static final String REFERENCES =
      """
      CREATE TABLE customers (id bigint PRIMARY KEY, text text, portage_version numeric);
      CREATE TABLE orders (
        id bigint PRIMARY KEY,
        customer bigint NOT NULL REFERENCES customers,
        text text,
        portage_version numeric
      );
      """;

  private final String config;
  private final String tables;
  private final String columns;

  HistoryKind(String config, String tables, String columns) {
    this.config = config;
    this.tables = tables;
    this.columns = columns;
  }

  private List<String> tables() {
    return List.of(tables.split(","));
  }

  private List<String> columns() {
    return List.of(columns.split(","));
  }

  /** The configuration; truncates are applied to the first table. */
  Path config() throws IOException {
    String text = Files.readString(SCENARIOS.resolve(config));
    if (this == LOG_REFERENCES) { // with these tables, and patient
      text = text.replace("fk_", "").replaceFirst("(?m)^  waiting:.*\n", "");
    }
    Path file = Files.createTempFile("portage-history-", ".yaml");
    file.toFile().deleteOnExit();
    return Files.writeString(
        file, text.replaceFirst("(?m)^    deletes:.*\n", "$0    truncate: apply\n"));
  }

  /** Truncates for a run; most have one or two. */
  List<Long> truncates(SplittableRandom random) {
    return random.ints(random.nextInt(3), 0, 25).mapToObj(this::truncate).distinct().toList();
  }

  /** No change has the same version. */
  private long truncate(int place) {
    return switch (this) {
      case TIME_SOFT, TIME_HARD -> place * 1_000L + 500;
      default -> 1_007L + 10L * place;
    };
  }

  History history(SplittableRandom random, int number, ContractTimeline course) {
    return switch (this) {
      case TIME_SOFT, TIME_HARD -> History.byTime(random, number, course);
      case LOG_SOFT -> History.byLog(random, number, course, false);
      case MOVES_SOFT, MOVES_HARD -> History.byLog(random, number, course, true);
      case LOG_REFERENCES -> History.byReference(random, number, course);
    };
  }

  /** Makes the tables anew. */
  void createTables(TargetDatabase database) throws SQLException, IOException {
    database.execute(
        "DROP TABLE IF EXISTS users_enriched, docs, orders, customers, portage_tombstones, portage_tombstones_moved");
    database.execute(
        switch (this) {
          case TIME_SOFT, TIME_HARD -> Schemas.sql("postgresql/users_enriched");
          case LOG_SOFT, MOVES_SOFT, MOVES_HARD ->
              Files.readString(SCENARIOS.resolve("partial-row/given-tables.sql"));
          case LOG_REFERENCES -> REFERENCES;
        });
  }

  /** From now on the tables refuse texts that begin with {@link History#POISON}. */
  void refusePoison(TargetDatabase database) throws SQLException {
    for (String table : tables()) {
      database.execute(
          "ALTER TABLE %s ADD CONSTRAINT no_poison CHECK (%s NOT LIKE '%s%%')"
              .formatted(table, columns().get(1), History.POISON));
    }
  }

  /** From now on they take them. */
  void takePoison(TargetDatabase database) throws SQLException {
    for (String table : tables()) {
      database.execute("ALTER TABLE " + table + " DROP CONSTRAINT no_poison");
    }
  }

  /**
   * What the tables must hold in the end, by key.
   *
   * <p>What a truncate ended is marked or not there: an older row that comes after it leaves
   * nothing.
   */
  private Map<Long, String> expected(List<History> histories) {
    Map<Long, String> lines = new TreeMap<>();
    for (History history : histories) {
      history
          .newest()
          .forEach(
              (key, state) -> {
                if (history.isTruncated(key)) {
                  lines.put(key, "");
                } else if (!state.deleted()) {
                  lines.put(key, line(state));
                } else {
                  lines.put(key, columns().contains("is_deleted") ? DELETED : "");
                }
              });
    }
    return lines;
  }

  private String line(History.HistoryState state) {
    List<String> cells = new ArrayList<>();
    for (String column : columns().subList(1, columns().size())) {
      cells.add(column.equals("is_deleted") ? "false" : state.columns().get(column));
    }
    return line(cells);
  }

  /** What they hold for these histories' keys, and for any other. */
  private Map<Long, String> rows(TargetDatabase database, List<History> histories)
      throws SQLException {
    Map<Long, String> lines = new TreeMap<>();
    Set<Long> truncated = new HashSet<>();
    for (History history : histories) {
      history.newest().keySet().forEach(key -> lines.put(key, ""));
      history.newest().keySet().stream().filter(history::isTruncated).forEach(truncated::add);
    }
    for (String table : tables()) {
      for (List<String> row : database.rows(table, columns())) {
        long key = Long.parseLong(row.get(0));
        boolean marked = columns().contains("is_deleted") && row.get(row.size() - 1).equals("true");
        if (!marked) {
          lines.put(key, line(row.subList(1, row.size())));
        } else if (!truncated.contains(key)) {
          lines.put(key, DELETED);
        }
      }
    }
    return lines;
  }

  /**
   * Compares both; a failure tells the events of the keys that differ.
   *
   * @param but keys that are left out
   */
  void requireExpected(TargetDatabase database, List<History> histories, Set<Long> but, String run)
      throws SQLException {
    Map<Long, String> rows = rows(database, histories);
    Map<Long, String> expected = expected(histories);
    rows.keySet().removeAll(but);
    expected.keySet().removeAll(but);
    Set<Map.Entry<Long, String>> wrong = new HashSet<>(rows.entrySet());
    wrong.removeAll(expected.entrySet());
    Set<Long> keys = wrong.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    expected.keySet().retainAll(keys);
    assertThat(wrong)
        .as("%s\n%s", run, History.told(histories, keys))
        .containsExactlyInAnyOrderElementsOf(expected.entrySet());
  }

  /** Long texts by their length and a hash, for the sake of who reads a failure. */
  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.length() > 100 ? cell.length() + "#" + cell.hashCode() : cell)
        .collect(Collectors.joining("|"));
  }
}
