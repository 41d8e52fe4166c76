package io.portage.launcher.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Writes users by one guarded statement: only users newer than their row are written. */
final class UserUpsert implements AutoCloseable {
  private static final String SQL =
      """
      INSERT INTO %1$s AS t (user_id, name, email, email_domain, country_code, country_name,
        is_corporate, is_deleted, updated_at)
      SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
        ?::boolean[], ?::boolean[], ?::timestamptz[])
      ON CONFLICT (user_id) DO UPDATE SET name = EXCLUDED.name, email = EXCLUDED.email,
        email_domain = EXCLUDED.email_domain, country_code = EXCLUDED.country_code,
        country_name = EXCLUDED.country_name, is_corporate = EXCLUDED.is_corporate,
        is_deleted = EXCLUDED.is_deleted, updated_at = EXCLUDED.updated_at
      WHERE t.updated_at < EXCLUDED.updated_at
      """;

  private final Connection connection;
  private final PreparedStatement statement;

  /** Writes to {@code table}, on a connection in auto-commit mode. */
  UserUpsert(Connection connection, String table) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(SQL.formatted(table));
  }

  /** Writes users with different keys, and commits. */
  void write(Collection<BenchUser> users) throws SQLException {
    List<BenchUser> sorted =
        users.stream().sorted(Comparator.comparingLong(BenchUser::id)).toList();
    bind(1, "bigint", sorted, BenchUser::id);
    bind(2, "text", sorted, BenchUser::name);
    bind(3, "text", sorted, BenchUser::email);
    bind(4, "text", sorted, BenchUser::emailDomain);
    bind(5, "text", sorted, BenchUser::country);
    bind(6, "text", sorted, BenchUser::countryName);
    bind(7, "boolean", sorted, BenchUser::isCorporate);
    bind(8, "boolean", sorted, BenchUser::isDeleted);
    bind(9, "timestamptz", sorted, user -> new Timestamp(user.time()));
    statement.executeUpdate();
  }

  private void bind(int at, String type, List<BenchUser> users, Function<BenchUser, Object> value)
      throws SQLException {
    statement.setArray(at, connection.createArrayOf(type, users.stream().map(value).toArray()));
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
