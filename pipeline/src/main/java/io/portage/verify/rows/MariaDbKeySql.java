package io.portage.verify.rows;

import io.portage.model.CanonicalText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys are sent with the type of their value: a number that is sent as text would be compared as a
 * floating-point number.
 */
final class MariaDbKeySql implements KeySql {
  /** A comparison of rows is not resolved by an index, so it is written out. */
  @Override
  public String after(List<String> quotedKey) {
    StringBuilder condition = new StringBuilder();
    for (int last = 0; last < quotedKey.size(); last++) {
      condition.append(last == 0 ? "(" : " OR (");
      for (int i = 0; i < last; i++) {
        condition.append(quotedKey.get(i)).append(" = ? AND ");
      }
      condition.append(quotedKey.get(last)).append(" > ?)");
    }
    return "(" + condition + ")";
  }

  @Override
  public void bindAfter(PreparedStatement statement, List<Object> key) throws SQLException {
    int at = 1;
    for (int last = 0; last < key.size(); last++) {
      for (int i = 0; i <= last; i++) {
        bind(statement, at++, key.get(i));
      }
    }
  }

  @Override
  public PreparedStatement byKeys(
      Connection connection,
      String select,
      String table,
      List<String> quotedKey,
      List<List<Object>> keys)
      throws SQLException {
    boolean single = quotedKey.size() == 1;
    String one =
        single ? "?" : "(" + String.join(", ", Collections.nCopies(quotedKey.size(), "?")) + ")";
    PreparedStatement statement =
        connection.prepareStatement(
            "SELECT "
                + select
                + " FROM "
                + table
                + " AS t WHERE "
                + (single ? quotedKey.get(0) : "(" + String.join(", ", quotedKey) + ")")
                + " IN ("
                + String.join(", ", Collections.nCopies(keys.size(), one))
                + ")");
    int at = 1;
    for (List<Object> key : keys) {
      for (Object value : key) {
        bind(statement, at++, value);
      }
    }
    return statement;
  }

  private static void bind(PreparedStatement statement, int at, @Nullable Object value)
      throws SQLException {
    if (value instanceof Instant instant) {
      statement.setObject(at, LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
    } else {
      statement.setObject(at, value instanceof CanonicalText text ? text.text() : value);
    }
  }

  @Override
  public String estimate() {
    return "SELECT COALESCE(SUM(TABLE_ROWS), 0) FROM information_schema.TABLES"
        + " WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE()) AND TABLE_NAME = ?";
  }

  @Override
  public List<String> estimated(String table) {
    int dot = table.indexOf('.');
    return List.of(dot < 0 ? "" : table.substring(0, dot), table.substring(dot + 1));
  }
}
