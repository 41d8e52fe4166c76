package io.portage.target.mariadb;

import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/**
 * The locks of a table's stripes, as rows of the table {@value #TABLE} in the connection's
 * database: the server has no advisory locks that end with the transaction.
 */
final class MariaDbLocks {
  static final String TABLE = "portage_locks";

  private static final int NO_SUCH_TABLE = 1146;
  private static final int STRIPES = 256;

  private MariaDbLocks() {}

  static void create(Connection connection) throws SQLException {
    MariaDbOwnTables.create(
        connection,
        TABLE,
        "(`table_hash` INT NOT NULL, `stripe` SMALLINT NOT NULL,"
            + " PRIMARY KEY (`table_hash`, `stripe`))");
  }

  /** Takes the locks in the order of {@code stripes}. The first caller inserts the table's rows. */
  static void take(Connection connection, TargetTable table, int[] stripes) throws SQLException {
    if (stripes.length == 0) {
      return;
    }
    try {
      lock(connection, table.canonical().hashCode(), stripes);
    } catch (SQLException e) {
      if (e.getErrorCode() != NO_SUCH_TABLE) {
        throw e;
      }
      create(connection);
      lock(connection, table.canonical().hashCode(), stripes);
    }
  }

  private static void lock(Connection connection, int table, int[] stripes) throws SQLException {
    String sql =
        "SELECT COUNT(*) FROM (SELECT `stripe` FROM "
            + MariaDbSql.quoted(TABLE)
            + " WHERE `table_hash` = ? AND `stripe` IN ("
            + String.join(", ", Collections.nCopies(stripes.length, "?"))
            + ") ORDER BY `stripe` FOR UPDATE) AS `locked`";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, table);
      for (int i = 0; i < stripes.length; i++) {
        statement.setInt(i + 2, stripes[i]);
      }
      if (count(statement) == stripes.length) {
        return;
      }
      insert(connection, table);
      connection.commit(); // nothing is written yet; with the locks of the insert two jobs deadlock
      if (count(statement) != stripes.length) {
        throw new IllegalArgumentException("stripes end at " + STRIPES);
      }
    }
  }

  private static int count(PreparedStatement statement) throws SQLException {
    try (var result = statement.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }

  /** Inserts the rows of all stripes at once, so that either all or none exist. */
  private static void insert(Connection connection, int table) throws SQLException {
    String sql =
        "INSERT IGNORE INTO "
            + MariaDbSql.quoted(TABLE)
            + " (`table_hash`, `stripe`) VALUES "
            + String.join(", ", Collections.nCopies(STRIPES, "(?, ?)"));
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int at = 1;
      for (int stripe = 0; stripe < STRIPES; stripe++) {
        statement.setInt(at++, table);
        statement.setInt(at++, stripe);
      }
      statement.executeUpdate();
    }
  }
}
