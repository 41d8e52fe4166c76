package io.portage.assess.catalog;

import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.Product;
import io.portage.assess.facts.TableFacts.Column;
import io.portage.assess.facts.TableFacts.Generation;
import io.portage.assess.facts.TableFacts.Identity;
import io.portage.assess.facts.TableFacts.Reference;
import io.portage.assess.facts.TableFacts.RowSecurity;
import io.portage.assess.facts.TableFacts.TableKind;
import io.portage.assess.facts.TableFacts.UniqueKey;
import io.portage.assess.facts.TableFactsBuilder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads PostgreSQL's catalog, from version 11. Columns of the catalog that only newer versions have
 * are read through {@code to_jsonb}.
 */
final class PostgresCatalogReader {
  private static final String SESSION =
      "SELECT current_setting('server_version'), current_user::text, current_schema()::text";

  private static final String TABLES =
      """
      SELECT c.oid::bigint, n.nspname, c.relname, c.relkind, c.relpersistence, c.relreplident,
             c.relrowsecurity, c.relforcerowsecurity, row_security_active(c.oid),
             c.reltuples::bigint, COALESCE(pg_catalog.pg_total_relation_size(c.oid), 0),
             CASE WHEN c.reltoastrelid = 0 THEN 0
                  ELSE COALESCE(pg_catalog.pg_relation_size(c.reltoastrelid), 0) END,
             (SELECT pn.nspname || '.' || p.relname
              FROM pg_catalog.pg_inherits i
              JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
              JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
              WHERE i.inhrelid = c.oid AND c.relispartition),
             ARRAY(SELECT one FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) one
                   WHERE has_table_privilege(c.oid, one))
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      ORDER BY n.nspname, c.relname
      """;

  private static final String COLUMNS =
      """
      SELECT a.attrelid::bigint, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
             NOT a.attnotnull, a.atthasdef, a.attidentity,
             COALESCE(to_jsonb(a) ->> 'attgenerated', ''),
             COALESCE(pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false),
             a.attlen = -1 AND a.attstorage IN ('x', 'e', 'm'),
             CASE WHEN t.typname = 'citext' THEN 'citext compares without upper and lower case'
                  WHEN to_jsonb(o) ->> 'collisdeterministic' = 'false'
                  THEN 'the collation ' || o.collname || ' is not deterministic' END
      FROM pg_catalog.pg_attribute a
      JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
      LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attrelid, a.attnum
      """;

  private static final String INDEXES =
      """
      SELECT x.indrelid::bigint, i.relname, x.indisprimary, NOT x.indimmediate,
             x.indexprs IS NOT NULL,
             ARRAY(SELECT a.attname::text
                   FROM unnest(x.indkey::int2[]) WITH ORDINALITY k (number, place)
                   JOIN pg_catalog.pg_attribute a
                     ON a.attrelid = x.indrelid AND a.attnum = k.number
                   WHERE k.place <= x.indnkeyatts ORDER BY k.place),
             x.indpred IS NULL AND x.indexprs IS NULL AND NOT EXISTS
               (SELECT FROM pg_catalog.pg_attribute a
                WHERE a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey::int2[])
                  AND NOT a.attnotnull)
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      JOIN pg_catalog.pg_class c ON c.oid = x.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND x.indisunique AND x.indisvalid
      ORDER BY x.indrelid, i.relname
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT k.conrelid::bigint, k.conname, pn.nspname || '.' || p.relname,
             k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd')
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_catalog.pg_class p ON p.oid = k.confrelid
      JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
      WHERE n.nspname = ANY (?) AND k.contype = 'f' AND k.conparentid = 0
      ORDER BY k.conrelid, k.conname
      """;

  private static final String TRIGGERS =
      """
      SELECT t.tgrelid::bigint, t.tgname
      FROM pg_catalog.pg_trigger t
      JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (?) AND NOT t.tgisinternal AND t.tgenabled <> 'D'
      ORDER BY t.tgrelid, t.tgname
      """;

  private final Map<Long, TableFactsBuilder> tables = new LinkedHashMap<>();

  private PostgresCatalogReader() {}

  static DatabaseFacts read(Connection connection, Set<String> schemas, CatalogReader.Scope scope)
      throws SQLException {
    String[] session = new String[3];
    CatalogQuery.run(
        connection,
        SESSION,
        row -> {
          for (int i = 0; i < session.length; i++) {
            session[i] = String.valueOf(row.getString(i + 1));
          }
        });
    Set<String> all = new TreeSet<>(schemas);
    all.add(session[2]);
    PostgresCatalogReader reader = new PostgresCatalogReader();
    CatalogQuery.withArray(connection, TABLES, all, reader::table);
    CatalogQuery.withArray(connection, COLUMNS, all, reader::column);
    CatalogQuery.withArray(connection, INDEXES, all, reader::index);
    CatalogQuery.withArray(connection, FOREIGN_KEYS, all, reader::foreignKey);
    CatalogQuery.withArray(connection, TRIGGERS, all, reader::trigger);
    PostgresServerReader server = new PostgresServerReader();
    if (scope == CatalogReader.Scope.TABLES_AND_SERVER) {
      server.read(connection);
    }
    return new DatabaseFacts(
        Product.POSTGRESQL,
        session[0],
        session[1],
        session[2],
        server.settings(),
        reader.tables.values().stream().map(TableFactsBuilder::build).toList(),
        server.slots(),
        server.publications(),
        server.transactions(),
        server.hidden());
  }

  private void table(ResultSet row) throws SQLException {
    RowSecurity security =
        row.getBoolean(9)
            ? RowSecurity.ACTIVE
            : !row.getBoolean(7)
                ? RowSecurity.NONE
                : row.getBoolean(8) ? RowSecurity.FORCED : RowSecurity.ENABLED;
    String kind = row.getString(4);
    boolean hasLog = kind.equals("r") || kind.equals("p");
    tables.put(
        row.getLong(1),
        new TableFactsBuilder(row.getString(2), row.getString(3))
            .kind(kind(kind), row.getString(5).equals("p"))
            .identity(hasLog ? identity(row.getString(6)) : null)
            .rowSecurity(security)
            .size(row.getLong(10), row.getLong(11), row.getLong(12))
            .partitionOf(row.getString(13))
            .privileges(Set.copyOf(texts(row, 14))));
  }

  private static TableKind kind(String letter) {
    return switch (letter) {
      case "p" -> TableKind.PARTITIONED;
      case "v", "m" -> TableKind.VIEW;
      case "f" -> TableKind.FOREIGN_TABLE;
      default -> TableKind.TABLE;
    };
  }

  private static Identity identity(String letter) {
    return switch (letter) {
      case "f" -> Identity.FULL;
      case "i" -> Identity.INDEX;
      case "n" -> Identity.NOTHING;
      default -> Identity.DEFAULT;
    };
  }

  private void column(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(row.getLong(1));
    if (table == null) {
      return; // created since the first query
    }
    boolean computed = !row.getString(7).isEmpty();
    String identity = row.getString(6);
    Generation generation =
        computed
            ? Generation.COMPUTED
            : identity.equals("a")
                ? Generation.SEQUENCE_ALWAYS
                : identity.equals("d") || row.getBoolean(8) ? Generation.SEQUENCE : Generation.NONE;
    table.column(
        new Column(
            row.getString(2),
            row.getString(3),
            row.getBoolean(4),
            row.getBoolean(5) || !identity.isEmpty(),
            generation,
            row.getBoolean(9),
            row.getString(10)));
  }

  private void index(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(row.getLong(1));
    if (table == null) {
      return;
    }
    List<String> columns = texts(row, 6);
    if (row.getBoolean(3)) {
      table.primaryKey(columns, row.getBoolean(4));
    } else {
      table.uniqueKey(
          new UniqueKey(
              row.getString(2), row.getBoolean(5) ? List.of() : columns, row.getBoolean(7)));
    }
  }

  private void foreignKey(ResultSet row) throws SQLException {
    TableFactsBuilder table = tables.get(row.getLong(1));
    if (table != null) {
      table.foreignKey(new Reference(row.getString(2), row.getString(3), row.getBoolean(4)));
    }
  }

  private void trigger(ResultSet row) throws SQLException {
    @Nullable TableFactsBuilder table = tables.get(row.getLong(1));
    if (table != null) {
      table.trigger(row.getString(2));
    }
  }

  static List<String> texts(ResultSet row, int column) throws SQLException {
    return Arrays.stream((Object[]) row.getArray(column).getArray()).map(String::valueOf).toList();
  }
}
