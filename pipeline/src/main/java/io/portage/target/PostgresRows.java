package io.portage.target;

import io.portage.target.WriteShape.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows on their way into PostgreSQL: their lanes, and their arrays as parameters. */
final class PostgresRows {
  private final Connection connection;
  private final WriteRows rows;
  private final Map<Field, PostgresLane> lanes = new LinkedHashMap<>();
  private final PostgresSql sql;

  PostgresRows(Connection connection, WriteRows rows) {
    this.connection = connection;
    this.rows = rows;
    for (Field field : rows.shape().fields()) {
      lanes.put(field, PostgresLane.of(field.type(), rows.values(field.name())));
    }
    this.sql = new PostgresSql(rows.shape(), lanes::get);
  }

  /** Runs a statement over all fields, then the table's name if there are tombstones. */
  int write(Function<PostgresSql, String> text) throws SQLException {
    return run(text, rows.shape().fields(), false, rows.shape().tombstones() != null);
  }

  int delete() throws SQLException {
    return run(PostgresSql::delete, rows.shape().identity(), false, false);
  }

  int bury() throws SQLException {
    return run(PostgresSql::bury, rows.shape().identity(), true, false);
  }

  int update() throws SQLException {
    return run(PostgresSql::update, rows.shape().fields(), false, false);
  }

  List<Dialect.Standing> standing() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.standing())) {
      bind(statement, rows.shape().identity(), false, rows.shape().tombstones() != null);
      List<Dialect.Standing> found = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          found.add(new Dialect.Standing(result.getInt(1) - 1, result.getBoolean(2)));
        }
      }
      return found;
    }
  }

  private int run(
      Function<PostgresSql, String> text, List<Field> fields, boolean nameFirst, boolean nameLast)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text.apply(sql))) {
      bind(statement, fields, nameFirst, nameLast);
      return statement.executeUpdate();
    }
  }

  private void bind(
      PreparedStatement statement, List<Field> fields, boolean nameFirst, boolean nameLast)
      throws SQLException {
    int at = 1;
    if (nameFirst) {
      statement.setString(at++, rows.shape().table());
    }
    for (Field field : fields) {
      PostgresLane lane = lanes.getOrDefault(field, PostgresLane.TEXT);
      statement.setArray(
          at++,
          connection.createArrayOf(lane.element(), elements(lane, rows.values(field.name()))));
    }
    if (nameLast) {
      statement.setString(at, rows.shape().table());
    }
  }

  private static @Nullable Object[] elements(PostgresLane lane, @Nullable Object[] values)
      throws SQLException {
    @Nullable Object[] elements = lane.array(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      elements[i] = value == null ? null : lane.element(value);
    }
    return elements;
  }
}
