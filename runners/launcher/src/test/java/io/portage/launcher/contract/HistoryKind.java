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

/** The kinds of jobs that process random histories. */
enum HistoryKind {
  /** Ordered by time, soft deletes. */
  TIME_SOFT("users.yaml", "users_enriched", "user_id,name,is_deleted"),
  /** Ordered by time, hard deletes with tombstones. */
  TIME_HARD("key-change-hard/given-config.yaml", "users_enriched", "user_id,name"),
  /** Ordered by the log, with partial rows, soft deletes. */
  LOG_SOFT("partial-row/given-config.yaml", "docs", "id,title,body,is_deleted"),
  /** As {@link #LOG_SOFT}, with key changes. */
  MOVES_SOFT("key-change-partial/given-config.yaml", "docs", "id,title,body,is_deleted"),
  /** As {@link #MOVES_SOFT}, hard deletes with tombstones. */
  MOVES_HARD("key-change-partial-hard/given-config.yaml", "docs", "id,title,body"),
  /** Ordered by the log, with foreign keys, hard deletes with tombstones. */
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

  /** Returns the configuration; truncates are applied to the first table. */
  Path config() throws IOException {
    String text = Files.readString(SCENARIOS.resolve(config));
    if (this == LOG_REFERENCES) { // with these tables, and the default waiting time
      text = text.replace("fk_", "").replaceFirst("(?m)^  waiting:.*\n", "");
    }
    Path file = Files.createTempFile("portage-history-", ".yaml");
    file.toFile().deleteOnExit();
    // Each history is a log of its own, as of one of several servers.
    return Files.writeString(
        file,
        text.replaceFirst("(?m)^    deletes:.*\n", "$0    truncate: apply\n")
            .replaceAll("(?m)^    deletes:.*\n", "$0    keys: same-rows\n"));
  }

  /** Returns the truncates of a run; most runs have one or two. */
  List<Long> truncates(SplittableRandom random) {
    return random.ints(random.nextInt(3), 0, 25).mapToObj(this::truncate).distinct().toList();
  }

  /** Returns a version that no change has. */
  private long truncate(int place) {
    return switch (this) {
      case TIME_SOFT, TIME_HARD -> place * 1_000L + 500;
      default -> 1_007L + 10L * place;
    };
  }

  History history(SplittableRandom random, int number, ContractTimeline timeline) {
    return switch (this) {
      case TIME_SOFT, TIME_HARD -> History.byTime(random, number, timeline);
      case LOG_SOFT -> History.byLog(random, number, timeline, false);
      case MOVES_SOFT, MOVES_HARD -> History.byLog(random, number, timeline, true);
      case LOG_REFERENCES -> History.byReference(random, number, timeline);
    };
  }

  /** Recreates the tables. */
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

  /** Makes the tables reject texts that begin with {@link History#POISON}. */
  void rejectPoison(TargetDatabase database) throws SQLException {
    for (String table : tables()) {
      database.execute(
          "ALTER TABLE %s ADD CONSTRAINT no_poison CHECK (%s NOT LIKE '%s%%')"
              .formatted(table, columns().get(1), History.POISON));
    }
  }

  /** Makes the tables accept these texts again. */
  void acceptPoison(TargetDatabase database) throws SQLException {
    for (String table : tables()) {
      database.execute("ALTER TABLE " + table + " DROP CONSTRAINT no_poison");
    }
  }

  /**
   * Returns the expected rows of the tables, by key.
   *
   * <p>A truncated row is marked as deleted or absent: an older row that arrives after the truncate
   * is not written.
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

  /** Returns the rows of these histories' keys, and of unexpected keys. */
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
   * Compares the rows; a failure lists the events of the keys that differ.
   *
   * @param except keys that are not compared
   */
  void requireExpected(
      TargetDatabase database, List<History> histories, Set<Long> except, String run)
      throws SQLException {
    Map<Long, String> rows = rows(database, histories);
    Map<Long, String> expected = expected(histories);
    rows.keySet().removeAll(except);
    expected.keySet().removeAll(except);
    Set<Map.Entry<Long, String>> wrong = new HashSet<>(rows.entrySet());
    wrong.removeAll(expected.entrySet());
    Set<Long> keys = wrong.stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    expected.keySet().retainAll(keys);
    assertThat(wrong)
        .as("%s\n%s", run, History.description(histories, keys))
        .containsExactlyInAnyOrderElementsOf(expected.entrySet());
  }

  /** Replaces long texts by their length and a hash, for readable failures. */
  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.length() > 100 ? cell.length() + "#" + cell.hashCode() : cell)
        .collect(Collectors.joining("|"));
  }
}
