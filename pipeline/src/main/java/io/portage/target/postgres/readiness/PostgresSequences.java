package io.portage.target.postgres.readiness;

import io.portage.target.readiness.KeyGenerator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sequences of tables: those of identity columns, those that a column owns, and those
 * that the default of a column uses. A sequence that several columns use is compared with all of
 * them, also with columns of other tables.
 */
final class PostgresSequences {
  /** One row per sequence and column; partitions are covered by their table. */
  private static final String USES =
      PostgresReadiness.TABLES
          + """
          , uses(seq, rel, att) AS (
            SELECT d.objid, d.refobjid, d.refobjsubid
            FROM pg_catalog.pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
              AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
            UNION
            SELECT d.refobjid, a.adrelid, a.adnum
            FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef a ON a.oid = d.objid
            WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass)
          SELECT u.seq::regclass::text, u.rel::regclass::text, quote_ident(a.attname),
                 t.typcategory = 'N', s.seqincrement, s.seqmin, s.seqmax
          FROM uses u
          JOIN pg_catalog.pg_sequence s ON s.seqrelid = u.seq
          JOIN pg_catalog.pg_class c ON c.oid = u.rel AND NOT c.relispartition
          JOIN pg_catalog.pg_attribute a ON a.attrelid = u.rel AND a.attnum = u.att
          JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
          WHERE u.seq IN (SELECT seq FROM uses WHERE rel IN (SELECT oid FROM tables))
          ORDER BY 1, 2, 3
          """;

  private PostgresSequences() {}

  /** A column that a sequence fills; names are quoted. */
  private record Use(String table, String column, boolean number) {
    String name() {
      return table + "." + column;
    }
  }

  /** A sequence; its name is quoted. */
  private record Sequence(String name, long increment, long least, long greatest) {
    boolean ascending() {
      return increment > 0;
    }
  }

  static List<KeyGenerator> find(Connection connection, String[] tables) throws SQLException {
    List<KeyGenerator> found = new ArrayList<>();
    for (Map.Entry<Sequence, List<Use>> sequence : uses(connection, tables).entrySet()) {
      found.add(read(connection, sequence.getKey(), sequence.getValue()));
    }
    found.sort(Comparator.comparing(KeyGenerator::name));
    return found;
  }

  private static Map<Sequence, List<Use>> uses(Connection connection, String[] tables)
      throws SQLException {
    Map<Sequence, List<Use>> uses = new LinkedHashMap<>();
    Array names = connection.createArrayOf("text", tables);
    try (PreparedStatement statement = connection.prepareStatement(USES)) {
      statement.setArray(1, names);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Sequence sequence =
              new Sequence(row.getString(1), row.getLong(5), row.getLong(6), row.getLong(7));
          uses.computeIfAbsent(sequence, s -> new ArrayList<>())
              .add(new Use(row.getString(2), row.getString(3), row.getBoolean(4)));
        }
      }
    } finally {
      names.free();
    }
    return uses;
  }

  private static KeyGenerator read(Connection connection, Sequence sequence, List<Use> uses)
      throws SQLException {
    BigInteger outermost = null;
    List<String> uncomparable = new ArrayList<>();
    for (Use use : uses) {
      if (!use.number()) {
        uncomparable.add(use.name());
        continue;
      }
      BigInteger value = outermost(connection, sequence.ascending(), use);
      if (value != null) {
        outermost =
            outermost == null
                ? value
                : sequence.ascending() ? outermost.max(value) : outermost.min(value);
      }
    }
    return new KeyGenerator(
        sequence.name(),
        uses.stream().map(Use::name).toList(),
        sequence.ascending(),
        next(connection, sequence),
        outermost,
        uncomparable,
        BigInteger.valueOf(sequence.ascending() ? sequence.greatest() : sequence.least()),
        outermost == null
            ? ""
            : "SELECT setval('" + sequence.name().replace("'", "''") + "', " + outermost + ")");
  }

  private static @Nullable BigInteger outermost(Connection connection, boolean ascending, Use use)
      throws SQLException {
    String query =
        "SELECT " + (ascending ? "max(" : "min(") + use.column() + ")::numeric FROM " + use.table();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      BigDecimal value = result.getBigDecimal(1);
      return value == null
          ? null
          : value.setScale(0, ascending ? RoundingMode.CEILING : RoundingMode.FLOOR).toBigInteger();
    }
  }

  private static BigInteger next(Connection connection, Sequence sequence) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT last_value, is_called FROM " + sequence.name())) {
      result.next();
      BigInteger last = BigInteger.valueOf(result.getLong(1));
      return result.getBoolean(2) ? last.add(BigInteger.valueOf(sequence.increment())) : last;
    }
  }
}
