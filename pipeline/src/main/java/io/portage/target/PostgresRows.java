package io.portage.target;

import io.portage.model.Version;
import io.portage.target.WriteShape.Field;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows on their way into PostgreSQL: their lanes, and their arrays as parameters. */
final class PostgresRows implements Writing {
  private final Connection connection;
  private final WriteRows rows;
  private final PostgresSql sql;
  private final Map<Field, PostgresLane> lanes = new HashMap<>();
  private final Map<Field, Array> arrays = new HashMap<>();

  PostgresRows(Connection connection, WriteRows rows) {
    this.connection = connection;
    this.rows = rows;
    this.sql = new PostgresSql(rows.shape(), this::lane);
  }

  private PostgresLane lane(Field field) {
    return lanes.computeIfAbsent(
        field, wanted -> PostgresLane.of(wanted.type(), rows.values(wanted.name())));
  }

  @Override
  public int upsert() throws SQLException {
    return run(sql.upsert(), rows.shape().fields(), false, isBuried());
  }

  @Override
  public int insert() throws SQLException {
    return run(sql.insert(), rows.shape().fields(), false, isBuried());
  }

  @Override
  public int update() throws SQLException {
    return run(sql.update(), rows.shape().fields(), false, sql.updateNamesTable());
  }

  @Override
  public int delete() throws SQLException {
    return run(sql.delete(), rows.shape().identity(), false, false);
  }

  @Override
  public int bury() throws SQLException {
    return run(sql.bury(), rows.shape().identity(), true, false);
  }

  @Override
  public int move() throws SQLException {
    return runNamed(new PostgresMoveSql(rows.shape(), sql).take());
  }

  @Override
  public int arrive(boolean replaces) throws SQLException {
    return runNamed(new PostgresMoveSql(rows.shape(), sql).arrive(replaces));
  }

  /** The table's name stands behind the fields for the moved rows, and again for tombstones. */
  private int runNamed(String text) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      int at = bindFields(statement, 1, rows.shape().fields());
      statement.setString(at++, rows.shape().table());
      if (isBuried()) {
        statement.setString(at, rows.shape().table());
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void forget() throws SQLException {
    run(new PostgresMoveSql(rows.shape(), sql).forget(), rows.shape().identity(), false, true);
  }

  @Override
  public List<Standing> standing() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.standing())) {
      bind(statement, rows.shape().identity(), false, isBuried());
      List<Standing> found = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          BigDecimal version = result.getBigDecimal(3);
          found.add(
              new Standing(
                  result.getInt(1) - 1,
                  result.getBoolean(2),
                  version == null ? null : Version.ofNumber(version)));
        }
      }
      return found;
    }
  }

  @Override
  public List<String> differing() throws SQLException {
    List<String> names = new ArrayList<>();
    if (rows.shape().columns().isEmpty()) {
      return names;
    }
    String text = new PostgresDifferences(rows.shape(), sql).select();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, rows.shape().fields(), false, false);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        for (int i = 0; i < rows.shape().columns().size(); i++) {
          if (result.getBoolean(i + 1)) {
            names.add(rows.shape().columns().get(i).name());
          }
        }
      }
    }
    return names;
  }

  @Override
  public List<Integer> hindered(SqlFailure failure) throws SQLException {
    List<Integer> places = new ArrayList<>();
    String text = new PostgresObstacles(connection, rows.shape(), sql).hindered(failure);
    if (text != null) {
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        bind(statement, rows.shape().fields(), false, false);
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            places.add(result.getInt(1) - 1);
          }
        }
      }
    }
    return places;
  }

  @Override
  public int exchange(SqlFailure failure) throws SQLException {
    PostgresObstacles obstacles = new PostgresObstacles(connection, rows.shape(), sql);
    String release = obstacles.release(failure);
    if (release != null) {
      run(release, rows.shape().fields(), false, false);
      return 0;
    }
    String replace = obstacles.replace();
    return replace == null ? 0 : run(replace, rows.shape().fields(), false, isBuried());
  }

  private boolean isBuried() {
    return rows.shape().tombstones() != null;
  }

  private int run(String text, List<Field> fields, boolean nameFirst, boolean nameLast)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text)) {
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
    at = bindFields(statement, at, fields);
    if (nameLast) {
      statement.setString(at, rows.shape().table());
    }
  }

  private int bindFields(PreparedStatement statement, int from, List<Field> fields)
      throws SQLException {
    int at = from;
    for (Field field : fields) {
      statement.setArray(at++, array(field));
    }
    return at;
  }

  /** Several statements may take the same array; it is encoded once. */
  private Array array(Field field) throws SQLException {
    Array array = arrays.get(field);
    if (array == null) {
      PostgresLane lane = lane(field);
      array = connection.createArrayOf(lane.element(), elements(lane, rows.values(field.name())));
      arrays.put(field, array);
    }
    return array;
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
