package io.portage.launcher.check;

import io.portage.model.CanonicalText;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.fitting.ColumnFitter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds key columns whose values the database compares by a rule that the job does not apply: two
 * forms of one value are then two keys for the job, but one row in the table.
 */
final class KeyChecks {
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

  private KeyChecks() {}

  /** Returns a warning per column. */
  static List<CheckResult> run(Connection connection, TargetTable table) throws SQLException {
    List<CheckResult> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(NONDETERMINISTIC)) {
      statement.setString(1, QuotedNames.table(table.name()));
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          if (table.primaryKey().contains(result.getString(1))) {
            found.add(
                warning(
                    table,
                    result.getString(1),
                    "has the nondeterministic collation " + result.getString(2),
                    "give the column a deterministic collation"));
          }
        }
      }
    }
    for (String name : table.primaryKey()) {
      TargetColumn column = table.column(name);
      if (column != null && !ColumnFitter.of(column).knowsEqualKeys()) {
        found.add(
            warning(
                table,
                name,
                "is of the type " + column.type() + ", whose values can be equal in several forms",
                "choose another key"));
      } else if (column != null && isCitext(column) && !lowersAlike(connection, column)) {
        found.add(
            warning(
                table,
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

  private static CheckResult warning(
      TargetTable table, String column, String what, String instead) {
    return CheckResult.warning(
        "table " + table.name(),
        "the key's column "
            + column
            + " "
            + what
            + ": two forms of a value can be one key for the database, but are two keys for the"
            + " job. If the source writes the key of one row in two forms, the order of its changes"
            + " is not kept: a deleted row can come back, and an older change can stay. Have the"
            + " source write one form, or "
            + instead);
  }

  private static boolean isCitext(TargetColumn column) {
    return column.type().equals("citext") || column.type().endsWith(".citext");
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
