package io.portage.launcher.contract.sources;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of the workload.
 *
 * @param name its name, in the schema or database {@code shop}
 * @param columns the columns of the source in order
 * @param sourceKey the source's primary key, empty if it has none
 * @param targetKey the target's primary key
 * @param constraints further constraints of source and target
 * @param job the settings of the table in the job beyond {@code from} and {@code to}
 */
record ShopTable(
    String name,
    Map<String, ColumnType> columns,
    List<String> sourceKey,
    List<String> targetKey,
    String constraints,
    String job) {
  private static final String KEYED = "key: [%s], deletes: hard";

  /** The tables, each after those that it refers to. */
  static final List<ShopTable> ALL =
      List.of(
          keyed(
              "customers",
              "",
              "id LONG, name NAME, email NAME, credit DECIMAL, created INSTANT, born DATE,"
                  + " active BOOLEAN, photo BYTES, notes TEXT",
              "id"),
          keyed(
              "orders",
              ", FOREIGN KEY (customer_id) REFERENCES customers (id)",
              "id LONG, customer_id LONG, amount DECIMAL, placed TIMESTAMP",
              "id"),
          keyed(
              "order_lines",
              ", FOREIGN KEY (order_id) REFERENCES orders (id)",
              "order_id LONG, line INTEGER, sku NAME, quantity INTEGER",
              "order_id",
              "line"),
          keyed("seats", "", "id INTEGER, holder NAME, plan TEXT", "id"),
          keyed("documents", "", "id INTEGER, title NAME, body TEXT", "id"),
          keyed("carts", "", "id INTEGER, item NAME", "id"),
          new ShopTable(
              "readings",
              columns("sensor INTEGER, number INTEGER, measured DECIMAL"),
              List.of(),
              List.of("sensor", "number"),
              "",
              KEYED.formatted("sensor, number") + ", before: whole"),
          new ShopTable(
              "visits",
              columns("customer INTEGER, page NAME"),
              List.of(),
              List.of("record"),
              "",
              "key: {record: record}, deletes: hard"),
          keyed(
              "plans", "", "id INTEGER, level INTEGER_WITH_DEFAULT, name NAME_WITH_DEFAULT", "id"),
          keyed("marker", "", "id INTEGER", "id"));

  private static ShopTable keyed(String name, String constraints, String columns, String... key) {
    List<String> names = List.of(key);
    return new ShopTable(
        name,
        columns(columns),
        names,
        names,
        constraints,
        KEYED.formatted(String.join(", ", names)) + ", truncate: apply");
  }

  private static Map<String, ColumnType> columns(String list) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    for (String column : list.split(", ", -1)) {
      String[] words = column.split(" ", -1);
      columns.put(words[0], ColumnType.valueOf(words[1]));
    }
    return columns;
  }

  /** Returns the DDL of the source's table. */
  String sourceDdl(Database database) {
    return ddl(database, sourceKey, "");
  }

  /** Returns the DDL of the target's table. */
  String targetDdl(Database database) {
    boolean appends = targetKey.equals(List.of("record"));
    return ddl(
        database,
        targetKey,
        ", portage_version " + database.versionType() + (appends ? ", record varchar(300)" : ""));
  }

  private String ddl(Database database, List<String> key, String more) {
    return "CREATE TABLE "
        + name
        + " ("
        + columns.entrySet().stream()
            .map(column -> column.getKey() + " " + column.getValue().ddl(database))
            .collect(Collectors.joining(", "))
        + more
        + (key.isEmpty() ? "" : ", PRIMARY KEY (" + String.join(", ", key) + ")")
        + constraints
        + ")";
  }

  /** Returns all rows with every column as text, sorted; a null is {@code \N}. */
  List<String> rows(Connection connection, Database database) throws SQLException {
    String sql =
        "SELECT "
            + columns.entrySet().stream()
                .map(column -> column.getValue().text(database, column.getKey()))
                .collect(Collectors.joining(", "))
            + " FROM "
            + name;
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
          String text = result.getString(i);
          row.add(text == null ? "\\N" : text);
        }
        rows.add(String.join(" | ", row));
      }
    }
    rows.sort(null);
    return rows;
  }
}
