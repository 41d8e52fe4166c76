package io.portage.target.mariadb;

import io.portage.target.ParkedRowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The table of parked rows in MariaDB. */
final class MariaDbParkedRowTable implements ParkedRowTable {
  private static final int MOST = 10_000;
  private static final int MOST_BYTES = 16 << 20;

  private final Connection connection;
  private final String table;
  private final String name;

  MariaDbParkedRowTable(Connection connection, String table) {
    this.connection = connection;
    this.table = table;
    this.name = MariaDbSql.qualified(table);
  }

  @Override
  public void create() throws SQLException {
    MariaDbOwnTables.create(
        connection,
        table,
        "(`table_name` VARCHAR(160) NOT NULL, `key_hash` BIGINT NOT NULL,"
            + " `change` LONGBLOB NOT NULL,"
            + " `parked_at` DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
            + " PRIMARY KEY (`table_name`, `key_hash`))");
  }

  @Override
  public void put(String table, long[] hashes, byte[][] changes) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "DELETE FROM " + name + " WHERE `parked_at` < CURRENT_TIMESTAMP(6) - INTERVAL 10 MINUTE");
    }
    String sql =
        "INSERT INTO "
            + name
            + " (`table_name`, `key_hash`, `change`) VALUES (?, ?, ?)"
            + " ON DUPLICATE KEY UPDATE `change` = VALUES(`change`),"
            + " `parked_at` = CURRENT_TIMESTAMP(6)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < hashes.length; i++) {
        statement.setString(1, table);
        statement.setLong(2, hashes[i]);
        statement.setBytes(3, changes[i]);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  @Override
  public List<byte[]> all(String table) throws SQLException {
    String sql =
        "SELECT `change` FROM (SELECT `change`, SUM(LENGTH(`change`))"
            + " OVER (ORDER BY `parked_at` DESC, `key_hash`) AS `bytes` FROM "
            + name
            + " WHERE `table_name` = ?"
            + " AND `parked_at` > CURRENT_TIMESTAMP(6) - INTERVAL 30 SECOND) AS `shown`"
            + " WHERE `bytes` <= "
            + MOST_BYTES
            + " LIMIT "
            + MOST;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      try (ResultSet result = statement.executeQuery()) {
        List<byte[]> found = new ArrayList<>();
        while (result.next()) {
          found.add(result.getBytes(1));
        }
        return found;
      }
    }
  }

  @Override
  public void remove(String table, long[] hashes) throws SQLException {
    String sql = "DELETE FROM " + name + " WHERE `table_name` = ? AND `key_hash` = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (long hash : hashes) {
        statement.setString(1, table);
        statement.setLong(2, hash);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
