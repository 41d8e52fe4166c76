package io.portage.target.mariadb.readiness;

import io.portage.target.readiness.KeyGenerator;
import io.portage.target.readiness.Obstacle;
import io.portage.target.readiness.TargetReadiness;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The state of a MariaDB or MySQL target. Triggers cannot be disabled there, and constraints are
 * validated unless the session that added them had the checks off, which the catalog does not show.
 */
public final class MariaDbReadiness implements TargetReadiness {
  private static final String COLUMNS =
      """
      SELECT COLUMN_NAME, COLUMN_DEFAULT, EXTRA LIKE '%auto_increment%',
             (SELECT AUTO_INCREMENT FROM information_schema.TABLES t
              WHERE t.TABLE_SCHEMA = c.TABLE_SCHEMA AND t.TABLE_NAME = c.TABLE_NAME)
      FROM information_schema.COLUMNS c
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
        AND (EXTRA LIKE '%auto_increment%' OR COLUMN_DEFAULT LIKE 'nextval(%')
      ORDER BY ORDINAL_POSITION
      """;

  private static final String ENGINE =
      """
      SELECT ENGINE FROM information_schema.TABLES
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ?
        AND TABLE_TYPE = 'BASE TABLE' AND ENGINE <> 'InnoDB'
      """;

  /** The first parameter is the name of a column, which differs between the servers. */
  private static final String HIDDEN_INDEXES =
      """
      SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS
      WHERE TABLE_SCHEMA = COALESCE(?, DATABASE()) AND TABLE_NAME = ? AND %s
      ORDER BY 1
      """;

  private static final Pattern NEXTVAL =
      Pattern.compile("nextval\\(((?:`(?:[^`]|``)*`\\.)?`(?:[^`]|``)*`)\\)");

  @Override
  public List<KeyGenerator> keyGenerators(Connection connection, Collection<String> tables)
      throws SQLException {
    if (!isMariaDb(connection)) {
      execute(connection, "SET SESSION information_schema_stats_expiry = 0"); // no cached numbers
    }
    List<KeyGenerator> found = new ArrayList<>();
    for (String table : tables) {
      try (PreparedStatement statement = prepare(connection, COLUMNS, table);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(generator(connection, table, row));
        }
      }
    }
    return found;
  }

  private static KeyGenerator generator(Connection connection, String table, ResultSet row)
      throws SQLException {
    String column = row.getString(1);
    BigInteger highest =
        number(connection, "SELECT MAX(" + quoted(column) + ") FROM " + qualified(table));
    if (row.getBoolean(3)) {
      String next = row.getString(4);
      return new KeyGenerator(
          "AUTO_INCREMENT of " + table,
          List.of(table + "." + column),
          true,
          next == null ? BigInteger.ONE : new BigInteger(next),
          highest,
          List.of(),
          null,
          highest == null
              ? ""
              : "ALTER TABLE "
                  + qualified(table)
                  + " AUTO_INCREMENT = "
                  + highest.add(BigInteger.ONE));
    }
    Matcher matcher = NEXTVAL.matcher(row.getString(2));
    if (!matcher.matches()) {
      return new KeyGenerator(
          "the default of " + table + "." + column,
          List.of(table + "." + column),
          true,
          BigInteger.ZERO,
          null,
          List.of(table + "." + column),
          null,
          "");
    }
    String sequence = matcher.group(1);
    BigInteger next = number(connection, "SELECT next_not_cached_value FROM " + sequence);
    boolean ascending =
        BigInteger.ZERO.equals(number(connection, "SELECT increment < 0 FROM " + sequence));
    BigInteger outermost =
        ascending
            ? highest
            : number(connection, "SELECT MIN(" + quoted(column) + ") FROM " + qualified(table));
    return new KeyGenerator(
        sequence,
        List.of(table + "." + column),
        ascending,
        next == null ? BigInteger.ZERO : next,
        outermost,
        List.of(),
        number(
            connection,
            "SELECT " + (ascending ? "maximum_value" : "minimum_value") + " FROM " + sequence),
        outermost == null ? "" : "SELECT SETVAL(" + sequence + ", " + outermost + ")");
  }

  @Override
  public void advance(Connection connection, KeyGenerator generator) throws SQLException {
    execute(connection, generator.fix());
    connection.commit();
  }

  @Override
  public List<Obstacle> constraints(Connection connection, Collection<String> tables)
      throws SQLException {
    List<Obstacle> found = new ArrayList<>();
    for (String variable : List.of("check_constraint_checks", "foreign_key_checks")) {
      if ((!variable.startsWith("check") || isMariaDb(connection))
          && BigInteger.ZERO.equals(number(connection, "SELECT @@global." + variable))) {
        found.add(
            new Obstacle(
                variable,
                "is off in the server, so that an application's sessions do not enforce it",
                "SET GLOBAL " + variable + " = ON;"));
      }
    }
    return found;
  }

  @Override
  public List<Obstacle> triggers(Connection connection, Collection<String> tables) {
    return List.of();
  }

  @Override
  public List<Obstacle> indexes(Connection connection, Collection<String> tables)
      throws SQLException {
    boolean mariaDb = isMariaDb(connection);
    String hidden = hiddenIndexes(connection, mariaDb);
    List<Obstacle> found = new ArrayList<>();
    if (hidden == null) {
      return found;
    }
    for (String table : tables) {
      try (PreparedStatement statement = prepare(connection, hidden, table);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              new Obstacle(
                  table + "." + row.getString(1),
                  "is hidden: queries do not use it",
                  "ALTER TABLE "
                      + qualified(table)
                      + " ALTER INDEX "
                      + quoted(row.getString(1))
                      + (mariaDb ? " NOT IGNORED;" : " VISIBLE;")));
        }
      }
    }
    return found;
  }

  @Override
  public List<Obstacle> storage(Connection connection, Collection<String> tables)
      throws SQLException {
    List<Obstacle> found = new ArrayList<>();
    for (String table : tables) {
      try (PreparedStatement statement = prepare(connection, ENGINE, table);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(
              new Obstacle(
                  table,
                  "has the engine " + row.getString(1) + ", which loses data in a crash",
                  "ALTER TABLE " + qualified(table) + " ENGINE=InnoDB;"));
        }
      }
    }
    return found;
  }

  /** Returns the query for hidden indexes; null if the server has none (MariaDB before 10.6). */
  private static @Nullable String hiddenIndexes(Connection connection, boolean mariaDb)
      throws SQLException {
    if (!mariaDb) {
      return HIDDEN_INDEXES.formatted("IS_VISIBLE = 'NO'");
    }
    DatabaseMetaData server = connection.getMetaData();
    int major = server.getDatabaseMajorVersion();
    return major > 10 || (major == 10 && server.getDatabaseMinorVersion() >= 6)
        ? HIDDEN_INDEXES.formatted("IGNORED = 'YES'")
        : null;
  }

  private static boolean isMariaDb(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("MariaDB");
  }

  private static PreparedStatement prepare(Connection connection, String sql, String table)
      throws SQLException {
    int dot = table.indexOf('.');
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setString(1, dot < 0 ? null : table.substring(0, dot));
    statement.setString(2, table.substring(dot + 1));
    return statement;
  }

  private static @Nullable BigInteger number(Connection connection, String query)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      java.math.BigDecimal value = result.getBigDecimal(1);
      return value == null ? null : value.toBigInteger();
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String qualified(String table) {
    int dot = table.indexOf('.');
    return dot < 0
        ? quoted(table)
        : quoted(table.substring(0, dot)) + "." + quoted(table.substring(dot + 1));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
