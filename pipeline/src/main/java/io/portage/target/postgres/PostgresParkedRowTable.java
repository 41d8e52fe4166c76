package io.portage.target.postgres;

import io.portage.target.ParkedRowTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of parked rows in PostgreSQL. */
final class PostgresParkedRowTable implements ParkedRowTable {
  private static final int MOST = 10_000;
  private static final int MOST_BYTES = 16 << 20;

  private final Connection connection;
  private final String name;

  PostgresParkedRowTable(Connection connection, String name) {
    this.connection = connection;
    this.name = PostgresSql.qualified(name);
  }

  @Override
  public void create() throws SQLException {
    PostgresOwnTables.create(
        connection,
        name,
        "(\"table_name\" text COLLATE \"C\" NOT NULL, \"key_hash\" bigint NOT NULL,"
            + " \"change\" bytea NOT NULL, \"parked_at\" timestamptz NOT NULL DEFAULT now(),"
            + " PRIMARY KEY (\"table_name\", \"key_hash\"))");
  }

  @Override
  public void put(String table, long[] hashes, byte[][] changes) throws SQLException {
    String forgotten =
        "DELETE FROM " + name + " WHERE \"parked_at\" < now() - interval '10 minutes'";
    try (Statement statement = connection.createStatement()) {
      statement.execute(forgotten);
    }
    String sql =
        "INSERT INTO "
            + name
            + " (\"table_name\", \"key_hash\", \"change\") SELECT ?, u.h, u.c"
            + " FROM unnest(?::int8[], ?::bytea[]) AS u(h, c)"
            + " ON CONFLICT (\"table_name\", \"key_hash\")"
            + " DO UPDATE SET \"change\" = EXCLUDED.\"change\", \"parked_at\" = now()";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setArray(2, connection.createArrayOf("int8", boxed(hashes)));
      statement.setArray(3, connection.createArrayOf("bytea", changes));
      statement.executeUpdate();
    }
  }

  @Override
  public List<byte[]> all(String table) throws SQLException {
    String sql =
        "SELECT \"change\" FROM (SELECT \"change\", sum(length(\"change\"))"
            + " OVER (ORDER BY \"parked_at\" DESC, \"key_hash\") AS \"bytes\" FROM "
            + name
            + " WHERE \"table_name\" = ? AND \"parked_at\" > now() - interval '30 seconds') AS \"shown\" WHERE \"bytes\" <= "
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
    String sql =
        "DELETE FROM " + name + " WHERE \"table_name\" = ? AND \"key_hash\" = ANY (?::int8[])";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      statement.setArray(2, connection.createArrayOf("int8", boxed(hashes)));
      statement.executeUpdate();
    }
  }

  private static Object[] boxed(long[] hashes) {
    return Arrays.stream(hashes).boxed().toArray();
  }
}
