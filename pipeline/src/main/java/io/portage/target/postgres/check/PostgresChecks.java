package io.portage.target.postgres.check;

import io.portage.config.JdbcConfig;
import io.portage.target.TargetChecks;
import io.portage.target.TargetTable;
import io.portage.target.postgres.PostgresSql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checks of a PostgreSQL target. */
public final class PostgresChecks implements TargetChecks {
  @Override
  public List<String> missingPrivileges(
      Connection connection, String table, List<String> privileges) throws SQLException {
    List<String> missing = new ArrayList<>();
    for (String privilege : privileges) {
      if (!PostgresPrivileges.has(connection, table, privilege)) {
        missing.add(privilege);
      }
    }
    return missing;
  }

  @Override
  public Optional<String> alterProblem(Connection connection, String table) throws SQLException {
    return PostgresPrivileges.owns(connection, table)
        ? Optional.empty()
        : Optional.of(
            "unknownColumns: add needs the owner of the table: ALTER TABLE "
                + PostgresSql.qualified(table)
                + " OWNER TO the user, or to a role of which it is a member");
  }

  @Override
  public Optional<String> creationProblem(Connection connection, String table) throws SQLException {
    PostgresPrivileges.CreatePrivilege creation = PostgresPrivileges.creation(connection, table);
    String schema = creation.schema();
    return creation.allowed()
        ? Optional.empty()
        : Optional.of(
            schema == null
                ? ": the search path leads to no schema"
                : "; GRANT CREATE ON SCHEMA " + PostgresSql.quoted(schema) + " to it");
  }

  @Override
  public List<String> tableWarnings(
      Connection connection, TargetTable table, @Nullable String deleted) throws SQLException {
    List<String> found = new ArrayList<>();
    if (deleted != null) {
      found.addAll(PostgresUniqueIndexes.run(connection, table.name(), deleted));
    }
    found.addAll(PostgresRowSecurity.run(connection, table.name()));
    return found;
  }

  @Override
  public List<AmbiguousKey> ambiguousKeys(Connection connection, TargetTable table)
      throws SQLException {
    return PostgresKeyEquality.run(connection, table);
  }

  @Override
  public Optional<String> connectionProblem(JdbcConfig config) throws SQLException {
    return PostgresPooler.run(config);
  }
}
