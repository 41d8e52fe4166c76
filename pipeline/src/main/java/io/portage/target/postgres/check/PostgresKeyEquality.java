package io.portage.target.postgres.check;

import io.portage.model.CanonicalText;
import io.portage.target.TargetChecks.AmbiguousKey;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.postgres.PostgresSql;
import io.portage.target.postgres.fitting.PostgresTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds key columns whose collation or locale defines another equality than their fitters. */
final class PostgresKeyEquality {
  /** PostgreSQL 11 and earlier have neither such collations nor the catalog column. */
  private static final String NONDETERMINISTIC =
      """
      SELECT a.attname, c.collname
      FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_collation c ON c.oid = a.attcollation
      WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
        AND to_jsonb(c) ->> 'collisdeterministic' = 'false'
      """;

  /**
   * The letters of most alphabets with upper case, and a word whose last letter has a special
   * lower-case form.
   */
  private static final String LETTERS =
      IntStream.range('A', 0x590)
              .filter(Character::isLetter)
              .mapToObj(Character::toString)
              .collect(Collectors.joining(" "))
          + " \u039F\u0394\u039F\u03A3";

  private PostgresKeyEquality() {}

  static List<AmbiguousKey> run(Connection connection, TargetTable table) throws SQLException {
    List<AmbiguousKey> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(NONDETERMINISTIC)) {
      statement.setString(1, PostgresSql.qualified(table.name()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          if (table.primaryKey().contains(result.getString(1))) {
            found.add(
                new AmbiguousKey(
                    result.getString(1),
                    "has the nondeterministic collation " + result.getString(2),
                    "give the column a deterministic collation"));
          }
        }
      }
    }
    for (String name : table.primaryKey()) {
      TargetColumn column = table.column(name);
      if (column != null
          && PostgresTypes.isCaseless(column.type())
          && !lowersAlike(connection, column)) {
        found.add(
            new AmbiguousKey(
                name,
                "is of the type "
                    + column.type()
                    + ", and the database's locale has special rules for upper and lower case",
                "use a database whose lower() converts each letter separately, as in the locales of"
                    + " libc"));
      }
    }
    return found;
  }

  private static boolean lowersAlike(Connection connection, TargetColumn column)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT lower(CASE current_setting('server_encoding') WHEN 'UTF8' THEN ? ELSE '' END)")) {
      statement.setString(1, LETTERS);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        String lower = result.getString(1);
        return lower.isEmpty()
            || (ColumnFitter.of(column).fitKey(LETTERS) instanceof CanonicalText text
                && text.canonical().equals(lower));
      }
    } catch (ValueDoesNotFitException e) {
      throw new IllegalStateException("citext rejects the letters", e);
    }
  }
}
