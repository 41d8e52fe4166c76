package io.portage.launcher.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a table's rows with the expected ones.
 *
 * @param rows the number of rows
 * @param missing keys without a row
 * @param extra rows of keys without an event
 * @param older rows at an older change than the newest
 * @param newer rows at a newer change than the newest
 * @param different rows at the newest change with other values
 */
record TableCheck(int rows, int missing, int extra, int older, int newer, int different) {
  private static final int FETCH = 10_000;

  /** Compares all rows of {@code table}, in the order of the key. */
  static TableCheck of(Connection connection, String table, UserEvents events) throws SQLException {
    RowComparison comparison = new RowComparison(events);
    connection.setAutoCommit(false); // a cursor needs a transaction
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT user_id, name, email, email_domain, country_code, country_name,"
                  + " is_corporate, is_deleted, updated_at FROM "
                  + table
                  + " ORDER BY user_id")) {
        while (rows.next()) {
          comparison.add(
              rows.getLong(1),
              rows.getObject(9, OffsetDateTime.class).toInstant().toEpochMilli(),
              values(rows));
        }
      }
      connection.rollback();
    } finally {
      connection.setAutoCommit(true);
    }
    return comparison.end();
  }

  private static List<@Nullable Object> values(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 2; i <= 8; i++) {
      values.add(row.getObject(i));
    }
    return values;
  }

  /** Returns true if every row is as expected. */
  boolean isRight() {
    return missing + extra + older + newer + different == 0;
  }

  /** Returns the result as text. */
  String text() {
    return isRight()
        ? "right"
        : "WRONG: %d missing, %d extra, %d older, %d newer, %d different"
            .formatted(missing, extra, older, newer, different);
  }

  /** Compares row by row; each key has at most one row. */
  static final class RowComparison {
    private final UserEvents events;
    private int rows;
    private int found;
    private int extra;
    private int older;
    private int newer;
    private int different;

    RowComparison(UserEvents events) {
      this.events = events;
    }

    /**
     * Compares one row.
     *
     * @param values name, email, its domain, country, its name, is corporate, is deleted
     */
    void add(long id, long time, List<@Nullable Object> values) {
      rows++;
      NewestUsers newest = events.newest();
      if (id < 1 || id > newest.highest() || newest.time(id) == NewestUsers.NONE) {
        extra++;
        return;
      }
      found++;
      BenchUser expected = events.expected(id);
      if (time < expected.time()) {
        older++;
      } else if (time > expected.time()) {
        newer++;
      } else if (!values.equals(values(expected))) {
        different++;
      }
    }

    static List<@Nullable Object> values(BenchUser user) {
      return Arrays.asList(
          user.name(),
          user.email(),
          user.emailDomain(),
          user.country(),
          user.countryName(),
          user.isCorporate(),
          user.isDeleted());
    }

    TableCheck end() {
      return new TableCheck(rows, events.newest().count() - found, extra, older, newer, different);
    }
  }
}
