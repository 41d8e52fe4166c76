package io.portage.target.mariadb;

import io.portage.target.TargetChecks;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The checks of a MariaDB target. */
final class MariaDbChecks implements TargetChecks {
  private static final String UNIQUE =
      """
      SELECT INDEX_NAME, GROUP_CONCAT(COLUMN_NAME ORDER BY SEQ_IN_INDEX SEPARATOR ', ')
      FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
        AND NON_UNIQUE = 0 AND INDEX_NAME <> 'PRIMARY'
      GROUP BY INDEX_NAME ORDER BY INDEX_NAME
      """;

  private static final String TRIGGERS =
      """
      SELECT TRIGGER_NAME, EVENT_MANIPULATION FROM information_schema.TRIGGERS
      WHERE EVENT_OBJECT_SCHEMA = COALESCE(?, DATABASE()) AND EVENT_OBJECT_TABLE = ?
      ORDER BY TRIGGER_NAME LIMIT 5
      """;

  private static final String ON_UPDATE =
      """
      SELECT COLUMN_NAME, EXTRA FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
        AND EXTRA LIKE '%on update%'
      """;

  private static final String ENGINE =
      """
      SELECT ENGINE, TABLE_TYPE FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      """;

  private static final String COLLATIONS =
      """
      SELECT COLUMN_NAME, COLLATION_NAME FROM information_schema.COLUMNS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
        AND COLLATION_NAME IS NOT NULL
      """;

  private static final String GRANTS =
      """
      SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = %1$s
      UNION SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES
        WHERE GRANTEE = %1$s AND COALESCE(?, DATABASE()) LIKE TABLE_SCHEMA
      UNION SELECT PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES
        WHERE GRANTEE = %1$s AND TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
      """
          .formatted(
              "CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''',"
                  + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')");

  @Override
  public List<String> missingPrivileges(
      Connection connection, String table, List<String> privileges) throws SQLException {
    Set<String> granted = granted(connection, table);
    // The grants of a role are not among the user's own.
    return hasRole(connection)
        ? List.of()
        : privileges.stream().filter(one -> !granted.contains(one)).toList();
  }

  @Override
  public Optional<String> creationProblem(Connection connection, String table) throws SQLException {
    return hasRole(connection) || granted(connection, table).contains("CREATE")
        ? Optional.empty()
        : Optional.of("; GRANT CREATE ON its database to it");
  }

  private static boolean hasRole(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT CURRENT_ROLE()");
        ResultSet result = statement.executeQuery()) {
      result.next();
      String role = result.getString(1);
      return role != null && !role.equals("NONE");
    }
  }

  private static Set<String> granted(Connection connection, String table) throws SQLException {
    int dot = table.indexOf('.');
    String schema = dot < 0 ? null : table.substring(0, dot);
    Set<String> granted = new TreeSet<>();
    try (PreparedStatement statement = connection.prepareStatement(GRANTS)) {
      statement.setString(1, schema);
      statement.setString(2, schema);
      statement.setString(3, table.substring(dot + 1));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          granted.add(result.getString(1).toUpperCase(Locale.ROOT));
        }
      }
    }
    return granted;
  }

  @Override
  public List<String> tableWarnings(
      Connection connection, TargetTable table, @Nullable String deleted) throws SQLException {
    List<String> found = new ArrayList<>();
    for (String[] engine : rows(connection, ENGINE, table)) {
      if (engine[0] != null && !engine[0].equals("InnoDB")) {
        found.add(
            "the storage engine "
                + engine[0]
                + " is not InnoDB: without transactions and row locks a failed batch stays half"
                + " written; ALTER TABLE ... ENGINE=InnoDB");
      }
      if ("VIEW".equals(engine[1])) {
        found.add("it is a view: its rows cannot be locked by their key");
      }
    }
    for (String[] index : rows(connection, UNIQUE, table)) {
      found.add(
          "the unique index "
              + index[0]
              + " ("
              + index[1]
              + ") is not the key's: a row whose values another row has is never merged into that"
              + " row, but waits and becomes a dead letter"
              + (deleted == null
                  ? ""
                  : "; rows that are marked deleted keep their values: add " + deleted + " to it"));
    }
    for (String[] trigger : rows(connection, TRIGGERS, table)) {
      found.add(
          "the trigger "
              + trigger[0]
              + " runs for each "
              + trigger[1]
              + "; an INSERT trigger also runs for rows that are updated");
    }
    for (String[] column : rows(connection, ON_UPDATE, table)) {
      found.add(
          "the column "
              + column[0]
              + " has ON UPDATE: an update that does not set it changes it to the present time");
    }
    return found;
  }

  @Override
  public List<AmbiguousKey> ambiguousKeys(Connection connection, TargetTable table)
      throws SQLException {
    List<AmbiguousKey> found = new ArrayList<>();
    for (String[] column : rows(connection, COLLATIONS, table)) {
      if (table.primaryKey().contains(column[0]) && !isExact(column[1])) {
        found.add(
            new AmbiguousKey(
                column[0],
                " has the collation "
                    + column[1]
                    + ", for which texts are equal that differ in "
                    + ignored(column[1]),
                "give the column a binary collation without padding, such as utf8mb4_nopad_bin"));
      }
    }
    for (String name : table.primaryKey()) {
      TargetColumn column = table.column(name);
      if (column != null && column.type().startsWith("float")) {
        found.add(
            new AmbiguousKey(
                name,
                " is a FLOAT, which is not found by its decimal text",
                "give the column the type double or decimal"));
      }
    }
    return found;
  }

  private static boolean isExact(String collation) {
    return collation.equals("binary")
        || collation.endsWith("_nopad_bin")
        || collation.equals("utf8mb4_0900_bin");
  }

  private static String ignored(String collation) {
    if (collation.endsWith("_bin")) {
      return "trailing spaces";
    }
    String rest =
        collation.contains("nopad") || collation.contains("0900") ? "" : ", trailing spaces";
    return collation.contains("_as_cs") || collation.endsWith("_cs")
        ? "what it ignores" + rest
        : "letter case, accents" + rest;
  }

  private static List<String[]> rows(Connection connection, String sql, TargetTable table)
      throws SQLException {
    List<String[]> found = new ArrayList<>();
    try (PreparedStatement statement =
            MariaDbForeignKeys.named(connection, sql, table.canonical());
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        int columns = result.getMetaData().getColumnCount();
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = result.getString(i + 1);
        }
        found.add(row);
      }
    }
    return found;
  }
}
