package io.portage.target.postgres;

import io.portage.target.MovedRowTable;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The moved-rows table in PostgreSQL: each row was removed from its old key and is kept for its new
 * one, as a JSON object of the columns' texts. Its primary key is the name of the row's table, the
 * digest of the new key's text and the version of the move.
 */
final class PostgresMovedRows implements MovedRowTable {
  /** The number of rows per call; takes a fraction of a second. */
  private static final int MOST = 10_000;

  private final Connection connection;
  private final String name;

  PostgresMovedRows(Connection connection, String name) {
    this.connection = connection;
    this.name = name;
  }

  @Override
  public void create() throws SQLException {
    PostgresOwnTables.create(
        connection,
        PostgresSql.qualified(name),
        "(\"table_name\" text COLLATE \"C\" NOT NULL, \"key_digest\" bytea NOT NULL,"
            + " \"version\" numeric NOT NULL, \"row\" json NOT NULL,"
            + " \"moved_at\" timestamptz NOT NULL DEFAULT now(),"
            + " PRIMARY KEY (\"table_name\", \"key_digest\", \"version\"))");
  }

  @Override
  public int expire(TargetTable table, Duration age) throws SQLException {
    if (!PostgresOwnTables.exists(connection, PostgresSql.qualified(name))) {
      return 0;
    }
    String sql =
        """
        DELETE FROM %1$s WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM %1$s WHERE "table_name" = ?
          AND "moved_at" < now() - make_interval(secs => ?) LIMIT %2$d))
        """
            .formatted(PostgresSql.qualified(name), MOST);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setDouble(2, (double) age.toSeconds());
      return statement.executeUpdate();
    }
  }
}
