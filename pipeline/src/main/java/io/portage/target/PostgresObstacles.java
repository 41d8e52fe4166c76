package io.portage.target;

import static io.portage.target.PostgresSql.OLDER;
import static io.portage.target.PostgresSql.join;
import static io.portage.target.PostgresSql.qualified;
import static io.portage.target.PostgresSql.quoted;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the way of rows that PostgreSQL refuses for the sake of other rows, and the
 * statements that get round it. The constraint is the table's own, as its catalog describes it now.
 */
final class PostgresObstacles {
  private static final String FOREIGN_KEY =
      """
      SELECT pg_catalog.format('%I.%I', n.nspname, r.relname), c.confrelid = c.conrelid,
             ARRAY(SELECT a.attname::text FROM unnest(c.conkey) WITH ORDINALITY AS k(attnum, n)
                   JOIN pg_catalog.pg_attribute a
                     ON a.attrelid = c.conrelid AND a.attnum = k.attnum ORDER BY k.n),
             ARRAY(SELECT a.attname::text FROM unnest(c.confkey) WITH ORDINALITY AS k(attnum, n)
                   JOIN pg_catalog.pg_attribute a
                     ON a.attrelid = c.confrelid AND a.attnum = k.attnum ORDER BY k.n)
      FROM pg_catalog.pg_constraint c
      JOIN pg_catalog.pg_class r ON r.oid = c.confrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace
      WHERE c.conrelid = to_regclass(?) AND c.conname = ? AND c.contype = 'f'
      """;

  /**
   * The columns of a unique index over whole rows, and whether each can be set to null for a
   * moment: a foreign key to it would be refused, or would take the null along.
   */
  private static final String UNIQUE =
      """
      SELECT a.attname,
             NOT a.attnotnull
             AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint f
                             WHERE f.contype = 'f' AND f.confrelid = x.indrelid
                               AND a.attnum = ANY (f.confkey))
      FROM pg_catalog.pg_index x
      JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
      CROSS JOIN LATERAL unnest(x.indkey) WITH ORDINALITY AS k(attnum, n)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
      WHERE x.indrelid = to_regclass(?) AND i.relname = ? AND x.indisunique
        AND x.indpred IS NULL AND x.indexprs IS NULL AND k.n <= x.indnkeyatts
      ORDER BY k.n
      """;

  /** Whether rows of the table can be deleted and inserted again without any other effect. */
  private static final String REPLACEABLE =
      """
      SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
                         WHERE contype = 'f' AND confrelid = to_regclass(?) AND confdeltype <> 'a')
         AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger
                         WHERE tgrelid = to_regclass(?) AND NOT tgisinternal AND tgtype & 8 <> 0)
      """;

  private static final String COLUMNS =
      """
      SELECT attname FROM pg_catalog.pg_attribute
      WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
      ORDER BY attnum
      """;

  private final Connection connection;
  private final WriteShape shape;
  private final PostgresSql sql;
  private final String table;

  PostgresObstacles(Connection connection, WriteShape shape, PostgresSql sql) {
    this.connection = connection;
    this.shape = shape;
    this.sql = sql;
    this.table = qualified(shape.table());
  }

  /** Selects the places, from 1; null where that cannot be told. Parameters: all fields. */
  @Nullable String hindered(SqlFailure failure) throws SQLException {
    if (failure.constraint() == null) {
      return null;
    }
    if (failure.isIn("23503")) {
      return orphans(failure.constraint());
    }
    return failure.isIn("23505") ? held(failure.constraint()) : null;
  }

  private @Nullable String orphans(String constraint) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEY)) {
      statement.setString(1, table);
      statement.setString(2, constraint);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          return null;
        }
        List<String> own = List.of((String[]) result.getArray(3).getArray());
        List<String> theirs = List.of((String[]) result.getArray(4).getArray());
        boolean self = result.getBoolean(2);
        if (!brings(own) || (self && !brings(theirs))) {
          return null;
        }
        String pairs =
            IntStream.range(0, own.size())
                .mapToObj(at -> "p." + quoted(theirs.get(at)) + " = i." + quoted(own.get(at)))
                .collect(Collectors.joining(" AND "));
        return input()
            + "SELECT i.\"#n\" FROM x AS i WHERE "
            + own.stream()
                .map(name -> "i." + quoted(name) + " IS NOT NULL AND ")
                .collect(Collectors.joining())
            + absent(result.getString(1), pairs)
            + (self ? " AND " + absent("x", pairs) : "");
      }
    }
  }

  private static String absent(String relation, String pairs) {
    return "NOT EXISTS (SELECT FROM " + relation + " AS p WHERE " + pairs + ")";
  }

  /** A row that these rows replace holds nothing; of two that want one value the first gets it. */
  private @Nullable String held(String index) throws SQLException {
    List<String> names = unique(index).stream().map(Unique::name).toList();
    if (names.isEmpty() || !brings(names)) {
      return null;
    }
    String columns = join(names, PostgresSql::quoted);
    return input()
        + "SELECT i.\"#n\" FROM x AS i JOIN "
        + table
        + " AS t ON "
        + same(names)
        + " AND NOT ("
        + sql.sameKey()
        + ") LEFT JOIN x AS o ON "
        + sql.sameKey().replace("= i.", "= o.")
        + " AND ("
        + OLDER.formatted(quoted(shape.version().name()), "o")
        + ") WHERE o.\"#n\" IS NULL UNION SELECT d.\"#n\" FROM (SELECT \"#n\", row_number() OVER"
        + " (PARTITION BY "
        + columns
        + " ORDER BY \"#n\") AS \"#rank\" FROM x WHERE ("
        + columns
        + ") IS NOT NULL) AS d WHERE d.\"#rank\" > 1";
  }

  private static String same(List<String> names) {
    return names.stream()
        .map(name -> "t." + quoted(name) + " = i." + quoted(name))
        .collect(Collectors.joining(" AND "));
  }

  /**
   * Takes the unique value from the older rows, where one of its columns takes null; otherwise
   * null. Parameters: all fields.
   */
  @Nullable String release(SqlFailure failure) throws SQLException {
    if (failure.constraint() == null) {
      return null;
    }
    Set<String> key = shape.key().stream().map(TargetColumn::name).collect(Collectors.toSet());
    for (Unique column : unique(failure.constraint())) {
      if (column.nullable() && !key.contains(column.name())) {
        return input()
            + "UPDATE "
            + table
            + " AS t SET "
            + quoted(column.name())
            + " = NULL FROM x AS i WHERE "
            + sql.sameKey()
            + " AND ("
            + older()
            + ")";
      }
    }
    return null;
  }

  /**
   * Deletes the older rows and inserts the new ones in one statement, so that foreign keys to them
   * hold; null where the deletion would have other effects. Parameters: as an upsert's.
   */
  @Nullable String replace() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REPLACEABLE)) {
      statement.setString(1, table);
      statement.setString(2, table);
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next() || !result.getBoolean(1)) {
          return null;
        }
      }
    }
    Set<String> brought = new HashSet<>();
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    List<TargetColumn> all = new ArrayList<>(shape.key());
    all.addAll(sql.written());
    for (TargetColumn column : all) {
      brought.add(column.name());
      names.add(quoted(column.name()));
      values.add(sql.incoming(column));
    }
    for (String name : columns()) {
      if (!brought.contains(name)) {
        names.add(quoted(name));
        values.add("t." + quoted(name));
      }
    }
    // All rows are deleted before the first is inserted, since they are sorted in between.
    return input()
        + ", gone AS (DELETE FROM "
        + table
        + " AS t USING x AS i WHERE "
        + sql.sameKey()
        + " AND ("
        + older()
        + ") RETURNING t.*) INSERT INTO "
        + table
        + " ("
        + String.join(", ", names)
        + ") OVERRIDING SYSTEM VALUE SELECT "
        + String.join(", ", values)
        + " FROM gone AS t JOIN x AS i ON "
        + sql.sameKey()
        + sql.unburied()
        + " ORDER BY i.\"#n\"";
  }

  private String older() {
    return OLDER.formatted(quoted(shape.version().name()), "i");
  }

  private String input() {
    return "WITH x AS MATERIALIZED (SELECT * FROM " + sql.input(shape.fields(), true) + ") ";
  }

  private boolean brings(List<String> names) {
    Set<String> brought = new HashSet<>();
    shape.fields().forEach(field -> brought.add(field.name()));
    return brought.containsAll(names);
  }

  private record Unique(String name, boolean nullable) {}

  private List<Unique> unique(String index) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(UNIQUE)) {
      statement.setString(1, table);
      statement.setString(2, index);
      try (ResultSet result = statement.executeQuery()) {
        List<Unique> found = new ArrayList<>();
        while (result.next()) {
          found.add(new Unique(result.getString(1), result.getBoolean(2)));
        }
        return found;
      }
    }
  }

  private List<String> columns() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, table);
      try (ResultSet result = statement.executeQuery()) {
        return strings(result);
      }
    }
  }

  private static List<String> strings(ResultSet result) throws SQLException {
    List<String> found = new ArrayList<>();
    while (result.next()) {
      found.add(result.getString(1));
    }
    return found;
  }
}
