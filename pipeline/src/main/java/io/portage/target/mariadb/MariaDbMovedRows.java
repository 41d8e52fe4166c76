package io.portage.target.mariadb;

import io.portage.target.MovedRowTable;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The moved-rows table in MariaDB: each row was removed from its old key and is kept for its new
 * one, see {@link MovedRowJson}. Its primary key is the name of the row's table, the digest of the
 * new key's text and the version of the move.
 */
final class MariaDbMovedRows implements MovedRowTable {
  /** The number of rows per call; takes a fraction of a second. */
  private static final int MOST = 10_000;

  private final Connection connection;
  private final String name;

  MariaDbMovedRows(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  @Override
  public void create() throws SQLException {
    MariaDbOwnTables.create(
        connection,
        name,
        "(`table_name` VARCHAR(160) NOT NULL, `key_digest` BINARY(32) NOT NULL,"
            + " `version` DECIMAL(65,0) NOT NULL, `row` LONGTEXT NOT NULL,"
            + " `moved_at` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
            + " PRIMARY KEY (`table_name`, `key_digest`, `version`))");
  }

  @Override
  public int expire(TargetTable table, Duration age) throws SQLException {
    if (!MariaDbOwnTables.exists(connection, name)) {
      return 0;
    }
    String sql =
        "DELETE FROM "
            + MariaDbSql.qualified(name)
            + " WHERE `table_name` = ? AND `moved_at` < CURRENT_TIMESTAMP(6) - INTERVAL ? SECOND"
            + " LIMIT "
            + MOST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setLong(2, age.toSeconds());
      return statement.executeUpdate();
    }
  }
}
