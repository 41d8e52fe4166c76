package io.portage.assess.catalog;

import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.OpenTransaction;
import io.portage.assess.facts.DatabaseFacts.Product;
import io.portage.assess.facts.TableFacts.Column;
import io.portage.assess.facts.TableFacts.Generation;
import io.portage.assess.facts.TableFacts.Reference;
import io.portage.assess.facts.TableFacts.TableKind;
import io.portage.assess.facts.TableFacts.UniqueKey;
import io.portage.assess.facts.TableFactsBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the catalog of MariaDB and MySQL. */
final class MariaDbCatalogReader {
  private static final String TABLES =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_ROWS,
             COALESCE(DATA_LENGTH, 0) + COALESCE(INDEX_LENGTH, 0)
      FROM information_schema.TABLES
      WHERE TABLE_SCHEMA IN (%s) AND TABLE_TYPE <> 'SEQUENCE'
      ORDER BY TABLE_SCHEMA, TABLE_NAME
      """;

  private static final String COLUMNS =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT,
             EXTRA, COLLATION_NAME, GENERATION_EXPRESSION
      FROM information_schema.COLUMNS WHERE TABLE_SCHEMA IN (%s)
      ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION
      """;

  private static final String INDEXES =
      """
      SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, COLUMN_NAME, NULLABLE, SUB_PART
      FROM information_schema.STATISTICS WHERE TABLE_SCHEMA IN (%s) AND NON_UNIQUE = 0
      ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, UNIQUE_CONSTRAINT_SCHEMA,
             REFERENCED_TABLE_NAME, UPDATE_RULE, DELETE_RULE
      FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA IN (%s)
      ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME
      """;

  private static final String TRIGGERS =
      """
      SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME
      FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA IN (%s)
      ORDER BY EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME
      """;

  /** The user's own grants; those of roles are not among them. */
  private static final String GRANTS =
      """
      SELECT NULL, NULL, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
        WHERE GRANTEE = %1$s
      UNION SELECT TABLE_SCHEMA, NULL, PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES
        WHERE GRANTEE = %1$s
      UNION SELECT TABLE_SCHEMA, TABLE_NAME, PRIVILEGE_TYPE
        FROM information_schema.TABLE_PRIVILEGES WHERE GRANTEE = %1$s
      """
          .formatted(
              "CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''',"
                  + " SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')");

  private static final String SETTINGS =
      "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format',"
          + " 'binlog_row_image', 'binlog_row_metadata', 'binlog_row_value_options',"
          + " 'binlog_expire_logs_seconds', 'expire_logs_days')";

  private static final String TRANSACTIONS =
      """
      SELECT trx_mysql_thread_id, TIMESTAMPDIFF(SECOND, trx_started, NOW())
      FROM information_schema.INNODB_TRX WHERE trx_mysql_thread_id <> CONNECTION_ID()
      ORDER BY trx_mysql_thread_id
      """;

  private static final int NO_PRIVILEGE = 1227;

  /** A grant; null for all schemas, or for all tables of the schema. */
  private record Grant(@Nullable String schema, @Nullable String table, String privilege) {}

  private final Map<String, TableFactsBuilder> tables = new LinkedHashMap<>();
  private final Map<String, Map<String, List<IndexColumn>>> indexes = new LinkedHashMap<>();
  private final List<Grant> grants = new ArrayList<>();
  private final Map<String, String> settings = new TreeMap<>();
  private final List<OpenTransaction> transactions = new ArrayList<>();
  private final Set<String> hidden = new TreeSet<>();

  private record IndexColumn(@Nullable String name, boolean whole) {}

  private MariaDbCatalogReader() {}

  static DatabaseFacts read(Connection connection, Set<String> schemas, CatalogReader.Scope scope)
      throws SQLException {
    MariaDbCatalogReader reader = new MariaDbCatalogReader();
    String[] session = new String[4];
    CatalogQuery.run(
        connection,
        "SELECT VERSION(), CURRENT_USER(), COALESCE(DATABASE(), ''),"
            + (isMariaDb(connection) ? " CURRENT_ROLE()" : " NULLIF(CURRENT_ROLE(), 'NONE')"),
        row -> {
          for (int i = 0; i < session.length; i++) {
            session[i] = row.getString(i + 1);
          }
        });
    Set<String> all = new TreeSet<>(schemas);
    all.add(session[2]);
    CatalogQuery.run(
        connection,
        GRANTS,
        row -> reader.grants.add(new Grant(row.getString(1), row.getString(2), row.getString(3))));
    boolean hasRole = session[3] != null;
    CatalogQuery.withList(connection, TABLES, all, row -> reader.table(row, hasRole));
    CatalogQuery.withList(connection, COLUMNS, all, reader::column);
    CatalogQuery.withList(connection, INDEXES, all, reader::index);
    reader.addIndexes();
    CatalogQuery.withList(connection, FOREIGN_KEYS, all, reader::foreignKey);
    CatalogQuery.withList(connection, TRIGGERS, all, reader::trigger);
    if (scope == CatalogReader.Scope.TABLES_AND_SERVER) {
      reader.server(connection);
    }
    return new DatabaseFacts(
        isMariaDb(connection) ? Product.MARIADB : Product.MYSQL,
        session[0],
        session[1],
        session[2],
        reader.settings,
        reader.tables.values().stream().map(TableFactsBuilder::build).toList(),
        List.of(),
        List.of(),
        reader.transactions,
        reader.hidden);
  }

  private static boolean isMariaDb(Connection connection) throws SQLException {
    return connection
        .getMetaData()
        .getDatabaseProductVersion()
        .toLowerCase(Locale.ROOT)
        .contains("mariadb");
  }

  private void server(Connection connection) throws SQLException {
    CatalogQuery.run(
        connection,
        SETTINGS,
        row -> settings.put(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2)));
    String days = settings.remove("expire_logs_days");
    if (days != null && !settings.containsKey("binlog_expire_logs_seconds")) {
      settings.put(
          "binlog_expire_logs_seconds",
          String.valueOf(Math.round(Double.parseDouble(days) * 86_400)));
    }
    try {
      CatalogQuery.run(
          connection,
          TRANSACTIONS,
          row ->
              transactions.add(
                  new OpenTransaction(row.getString(1), row.getLong(2), row.getLong(1) == 0)));
    } catch (SQLException refused) {
      if (refused.getErrorCode() != NO_PRIVILEGE) {
        throw refused;
      }
      hidden.add("the open transactions (PROCESS)");
    }
  }

  private static String id(ResultSet row) throws SQLException {
    return row.getString(1) + "." + row.getString(2);
  }

  private void table(ResultSet row, boolean hasRole) throws SQLException {
    String schema = row.getString(1);
    String name = row.getString(2);
    boolean view = row.getString(3).contains("VIEW");
    long rows = row.getLong(5);
    TableFactsBuilder table =
        new TableFactsBuilder(schema, name)
            .kind(view ? TableKind.VIEW : TableKind.TABLE, !row.getString(3).contains("TEMPORARY"))
            .size(row.wasNull() ? -1 : rows, row.getLong(6), 0)
            .engine(view ? null : row.getString(4));
    if (!hasRole) {
      Set<String> held = new HashSet<>();
      for (Grant grant : grants) {
        if ((grant.schema() == null || like(schema, grant.schema(), grant.table() == null))
            && (grant.table() == null || grant.table().equals(name))) {
          held.add(grant.privilege().toUpperCase(Locale.ROOT));
        }
      }
      held.retainAll(Set.of("SELECT", "INSERT", "UPDATE", "DELETE"));
      table.privileges(held);
    }
    tables.put(schema + "." + name, table);
  }

  /** A grant on a schema may be a pattern with {@code %} and {@code _}. */
  private static boolean like(String schema, String pattern, boolean isPattern) {
    if (!isPattern) {
      return schema.equals(pattern);
    }
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        regex.append(Pattern.quote(String.valueOf(pattern.charAt(++i))));
      } else {
        regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return schema.matches(regex.toString());
  }

  private void column(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(id(row));
    if (table == null) {
      return;
    }
    String extra = String.valueOf(row.getString(7)).toLowerCase(Locale.ROOT);
    String expression = row.getString(9);
    Generation generation =
        expression != null && !expression.isEmpty()
            ? Generation.COMPUTED
            : extra.contains("auto_increment") ? Generation.SEQUENCE : Generation.NONE;
    String fallback = row.getString(6);
    String collation = row.getString(8);
    table.column(
        new Column(
            row.getString(3),
            row.getString(4),
            row.getString(5).equals("YES"),
            (fallback != null && !fallback.equals("NULL")) || generation == Generation.SEQUENCE,
            generation,
            false,
            collation == null || isExact(collation)
                ? null
                : "the collation " + collation + " compares without letter case or spaces"));
  }

  private static boolean isExact(String collation) {
    return collation.equals("binary")
        || collation.endsWith("_nopad_bin")
        || collation.equals("utf8mb4_0900_bin");
  }

  private void index(ResultSet row) throws SQLException {
    boolean whole = !"YES".equals(row.getString(5)) && row.getString(6) == null;
    indexes
        .computeIfAbsent(id(row), table -> new LinkedHashMap<>())
        .computeIfAbsent(row.getString(3), name -> new ArrayList<>())
        .add(new IndexColumn(row.getString(4), whole));
  }

  private void addIndexes() {
    indexes.forEach(
        (id, ofTable) -> {
          TableFactsBuilder table = tables.get(id);
          if (table != null) {
            ofTable.forEach((name, columns) -> addIndex(table, name, columns));
          }
        });
  }

  private static void addIndex(TableFactsBuilder table, String name, List<IndexColumn> columns) {
    List<String> names = new ArrayList<>();
    for (IndexColumn column : columns) {
      if (column.name() != null) {
        names.add(column.name());
      }
    }
    if (name.equals("PRIMARY")) {
      table.primaryKey(names, false);
    } else {
      boolean plain = names.size() == columns.size();
      table.uniqueKey(
          new UniqueKey(
              name,
              plain ? names : List.of(),
              plain && columns.stream().allMatch(IndexColumn::whole)));
    }
  }

  private void foreignKey(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(id(row));
    if (table != null) {
      boolean cascades = acts(row.getString(6)) || acts(row.getString(7));
      table.foreignKey(
          new Reference(row.getString(3), row.getString(4) + "." + row.getString(5), cascades));
    }
  }

  private static boolean acts(String rule) {
    return rule.equals("CASCADE") || rule.startsWith("SET");
  }

  private void trigger(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(id(row));
    if (table != null) {
      table.trigger(row.getString(3));
    }
  }
}
