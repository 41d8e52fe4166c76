package io.portage.launcher.contract;

import io.portage.launcher.demo.Database;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** The kinds of jobs that random histories go through. */
enum HistoryKind {
  /** Ordered by time, deletes mark rows. */
  TIME_SOFT("users.yaml", "users_enriched", "user_id,name,is_deleted"),
  /** Ordered by time, deletes leave tombstones. */
  TIME_HARD("key-change-hard/given-config.yaml", "users_enriched", "user_id,name"),
  /** Ordered by the log, rows can be partial, deletes mark rows. */
  LOG_SOFT("partial-row/given-config.yaml", "docs", "id,title,body,is_deleted"),
  /** Ordered by the log, rows refer to others, deletes leave tombstones. */
  LOG_REFERENCES("references.yaml", "customers,orders", "id,text");

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

  Path config() throws IOException {
    return this == LOG_REFERENCES ? references() : SCENARIOS.resolve(config);
  }

  /** As the scenario of a child before its parent has it, with these tables. */
  private static Path references() throws IOException {
    String text =
        Files.readString(SCENARIOS.resolve("foreign-key-child-first/given-config.yaml"))
            .replace("fk_", "")
            .replaceFirst("(?m)^  waiting:.*\n", "");
    Path file = Files.createTempFile("portage-references-", ".yaml");
    file.toFile().deleteOnExit();
    return Files.writeString(file, text);
  }

  History history(SplittableRandom random, int number) {
    return switch (this) {
      case TIME_SOFT, TIME_HARD -> History.byTime(random, number);
      case LOG_SOFT -> History.byLog(random, number);
      case LOG_REFERENCES -> History.byReference(random, number);
    };
  }

  /** Makes the tables anew. */
  void createTables(Database database) throws SQLException, IOException {
    database.execute(
        "DROP TABLE IF EXISTS users_enriched, docs, orders, customers, portage_tombstones");
    database.execute(
        switch (this) {
          case TIME_SOFT, TIME_HARD -> Schemas.sql("postgresql/users_enriched");
          case LOG_SOFT -> Files.readString(SCENARIOS.resolve("partial-row/given-tables.sql"));
          case LOG_REFERENCES -> REFERENCES;
        });
  }

  /** From now on the tables refuse {@link History#poison}. */
  void refusePoison(Database database) throws SQLException {
    for (String table : tables()) {
      database.execute(
          "ALTER TABLE " + table + " ADD CHECK (" + columns().get(1) + " <> 'poison')");
    }
  }

  /** What the tables must hold in the end. */
  List<String> expected(List<History> histories) {
    List<String> lines = new ArrayList<>();
    for (History history : histories) {
      history
          .newest()
          .forEach(
              (key, state) -> {
                if (!state.deleted()) {
                  lines.add(line(key, state));
                } else if (columns().contains("is_deleted")) {
                  lines.add(key + "|deleted");
                }
              });
    }
    Collections.sort(lines);
    return lines;
  }

  private String line(long key, History.State state) {
    List<String> cells = new ArrayList<>(List.of(Long.toString(key)));
    for (String column : columns().subList(1, columns().size())) {
      cells.add(column.equals("is_deleted") ? "false" : state.columns().get(column));
    }
    return String.join("|", cells);
  }

  /** What they hold. */
  List<String> rows(Database database) throws SQLException {
    List<String> lines = new ArrayList<>();
    for (String table : tables()) {
      for (List<String> row : database.rows(table, columns())) {
        boolean marked = columns().contains("is_deleted") && row.get(row.size() - 1).equals("true");
        lines.add(marked ? row.get(0) + "|deleted" : String.join("|", row));
      }
    }
    Collections.sort(lines);
    return lines;
  }
}
