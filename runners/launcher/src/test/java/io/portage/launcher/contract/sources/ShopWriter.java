package io.portage.launcher.contract.sources;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The statements of the workload, in SQL that both databases have. */
final class ShopWriter {
  /** The number of rows with which each table starts. */
  static final int INITIAL = 60;

  private static final int SHARED = 20;

  private ShopWriter() {}

  /** Runs the statements in one transaction. */
  static void transaction(Connection connection, List<String> statements) throws SQLException {
    connection.setAutoCommit(false);
    execute(connection, statements);
    connection.commit();
  }

  /** Runs the statements, without a commit. */
  static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the statements that fill the tables. */
  static List<String> initial() {
    List<String> all = new ArrayList<>();
    for (int id = 0; id < INITIAL; id++) {
      all.add(customer(id));
      all.add(order(id, id % SHARED));
      all.add(line(id, 1));
      all.add("INSERT INTO seats VALUES (%d, 'holder %d', '%s')".formatted(id, id, large(id)));
      all.add("INSERT INTO documents VALUES (%d, 'title %d', '%s')".formatted(id, id, large(id)));
      all.add("INSERT INTO carts VALUES (%d, 'item %d')".formatted(id, id));
      all.add("INSERT INTO readings VALUES (0, %d, %d.50)".formatted(id, id));
      all.add(visit(id));
      all.add("INSERT INTO plans VALUES (%d, %s, NULL)".formatted(id, id % 2 == 0 ? "NULL" : "3"));
    }
    return all;
  }

  /** Returns changes of a transaction that is open while snapshots are taken. */
  static List<String> open() {
    return List.of(
        "UPDATE customers SET name = 'in an open transaction', credit = 7.77 WHERE id = 40",
        "DELETE FROM order_lines WHERE order_id = 41",
        "DELETE FROM orders WHERE id = 41",
        "UPDATE seats SET id = 1040 WHERE id = 40",
        customer(7000),
        order(7000, 7000));
  }

  /** Returns changes after a slot was made and before the snapshot. */
  static List<String> beforeSnapshot() {
    return List.of(
        "UPDATE customers SET email = NULL, active = NOT active WHERE id = 50",
        "DELETE FROM documents WHERE id = 50",
        "UPDATE seats SET id = 1050 WHERE id = 50",
        customer(7100),
        "DELETE FROM customers WHERE id = 7100",
        customer(7101));
  }

  /** Returns the changes of one transaction of a writer, which is 1 or greater. */
  static List<String> changes(int writer, int number) {
    int id = writer * 10_000 + number;
    int seat = 2 * (number % 10) + 20 * (writer - 1);
    int document = number % 10 + 10 * (writer - 1);
    List<String> all = new ArrayList<>();
    all.add(customer(id));
    all.add(order(id, id));
    all.add(line(id, 1));
    all.add(line(id, 2));
    all.add("UPDATE order_lines SET line = line + 100 WHERE order_id = " + id + " AND line = 2");
    all.add("UPDATE customers SET credit = credit + 0.01 WHERE id = " + number % SHARED);
    // Two rows swap their keys.
    all.add("UPDATE seats SET id = -%d WHERE id = %d".formatted(1 + seat, seat));
    all.add("UPDATE seats SET id = %d WHERE id = %d".formatted(seat, seat + 1));
    all.add("UPDATE seats SET id = %d WHERE id = -%d".formatted(seat + 1, 1 + seat));
    all.add("UPDATE documents SET title = 'title %d' WHERE id = %d".formatted(id, document));
    all.add("INSERT INTO readings VALUES (%d, %d, 1.25)".formatted(writer, number));
    all.add("INSERT INTO plans (id) VALUES (%d)".formatted(id));
    all.add("UPDATE plans SET level = NULL, name = 'none' WHERE id = " + (1 + 2 * (number % 20)));
    // Two equal rows are two rows.
    all.add(visit(number));
    all.add(visit(number));
    if (number % 3 == 0) {
      all.add("UPDATE documents SET id = id + 1000 WHERE id = " + (document + 20));
      all.add("UPDATE documents SET id = id - 1000 WHERE id = " + (document + 1020));
      all.add("DELETE FROM order_lines WHERE order_id = " + id + " AND line = 1");
      all.add(
          "UPDATE readings SET measured = measured + 1 WHERE sensor = %d AND number = %d"
              .formatted(writer, number));
    }
    if (number % 4 == 0) {
      all.add("DELETE FROM order_lines WHERE order_id = " + (id - 1));
      all.add("DELETE FROM orders WHERE id = " + (id - 1));
      all.add("UPDATE customers SET id = id + 100000 WHERE id = " + (id - 1));
      all.add("UPDATE documents SET body = '%s' WHERE id = %d".formatted(large(id), document));
      all.add(
          "UPDATE readings SET number = number + 500 WHERE sensor = %d AND number = %d"
              .formatted(writer, number));
      all.add(
          "DELETE FROM readings WHERE sensor = %d AND number = %d".formatted(writer, number - 1));
    }
    return all;
  }

  /** Returns the rows of {@code carts} after a truncate. */
  static List<String> refill() {
    return List.of(
        "INSERT INTO carts VALUES (3, 'after the truncate')",
        "INSERT INTO carts VALUES (900, 'after the truncate')");
  }

  private static String customer(int id) {
    return """
        INSERT INTO customers VALUES (%1$d, 'Zoë %1$d', 'c%1$d@example.org', %1$d.05,
          '2026-03-%2$02d 23:59:59.12345%3$d', '19%4$02d-02-28', %5$s, %6$s, '日本 %1$d')
        """
        .formatted(
            id,
            1 + id % 28,
            id % 10,
            id % 100,
            id % 2 == 0 ? "true" : "false",
            id % 3 == 0 ? "NULL" : "'bytes " + id + "'");
  }

  private static String order(int id, int customer) {
    return "INSERT INTO orders VALUES (%d, %d, %d.99, '2026-04-0%d 00:00:00.%06d')"
        .formatted(id, customer, id, 1 + id % 9, id);
  }

  private static String visit(int id) {
    return "INSERT INTO visits VALUES (%d, 'page %d')".formatted(id, id % 7);
  }

  private static String line(int order, int line) {
    return "INSERT INTO order_lines VALUES (%d, %d, 'sku %d', %d)"
        .formatted(order, line, order + line, line * 3);
  }

  /** Returns a text that PostgreSQL stores out of line. */
  private static String large(int seed) {
    return ("large " + seed + " ").repeat(400);
  }
}
