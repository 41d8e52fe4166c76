package io.portage.target.postgres;

import io.portage.model.Version;
import io.portage.target.ExchangeStrategy;
import io.portage.target.GuardedBatch;
import io.portage.target.ReferencedRowException;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.WriteSpec.RowField;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows on their way into PostgreSQL: their lanes, and their arrays as parameters. */
final class PostgresBatch implements GuardedBatch {
  private final Connection connection;
  private final RowBatch rows;
  private final PostgresSql sql;
  private final Map<RowField, ArrayBinding> lanes = new HashMap<>();
  private final Map<RowField, Array> arrays = new HashMap<>();

  /** What {@link #standing} would find, where the last write has told it. */
  private @Nullable List<ExistingRow> known;

  PostgresBatch(Connection connection, RowBatch rows) {
    this.connection = connection;
    this.rows = rows;
    this.sql = new PostgresSql(rows.shape(), this::lane);
  }

  private ArrayBinding lane(RowField field) {
    return lanes.computeIfAbsent(
        field, wanted -> ArrayBinding.of(wanted.type(), rows.values(wanted.name())));
  }

  @Override
  public int upsert() throws SQLException {
    known = null;
    try (PreparedStatement statement =
        connection.prepareStatement(
            new PostgresExistingRowSql(rows.shape(), sql).upsertExplained())) {
      int at = bind(statement, 1, rows.shape().fields(), false, isBuried());
      bind(statement, at, rows.shape().identity(), isBuried(), false);
      try (ResultSet result = statement.executeQuery()) {
        return explained(result);
      }
    }
  }

  /** A newer version is certain; where an older one stood, others may have written meanwhile. */
  private int explained(ResultSet result) throws SQLException {
    @Nullable Object[] versions = rows.values(rows.shape().version().name());
    List<ExistingRow> newer = new ArrayList<>();
    int written = rows.size();
    int others = 0;
    boolean certain = true;
    while (result.next()) {
      written = result.getInt(1);
      others++;
      int row = result.getInt(2) - 1;
      BigDecimal found = result.getBigDecimal(3);
      Version own = (Version) Objects.requireNonNull(versions[row]);
      int order = found == null ? -1 : found.compareTo(new BigDecimal(own.toNumber()));
      if (found != null && order > 0) {
        newer.add(new ExistingRow(row, true, Version.ofNumber(found)));
      }
      certain &= order >= 0;
    }
    // A trigger may give a row another key.
    known = certain && (others == 0 || written + others == rows.size()) ? newer : null;
    return written;
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
  public void keep() throws SQLException {
    runNamed(new PostgresMoveSql(rows.shape(), sql).keep());
  }

  @Override
  public List<Integer> pass(boolean lacking) throws SQLException {
    PostgresUnwrittenMoveSql pass = new PostgresUnwrittenMoveSql(rows.shape(), sql);
    Map<String, String> defaults = lacking ? Map.of() : pass.defaults(connection);
    List<Integer> places = new ArrayList<>();
    if (defaults == null) {
      return places;
    }
    try (PreparedStatement statement = connection.prepareStatement(pass.pass(lacking, defaults))) {
      int at = bindFields(statement, 1, rows.shape().fields());
      for (int left = pass.names(lacking); left > 0; left--) {
        statement.setString(at++, rows.shape().table());
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          places.add(result.getInt(1) - 1);
        }
      }
    }
    return places;
  }

  @Override
  public List<Integer> referred(SqlFailure failure, boolean along) throws SQLException {
    return referred(new PostgresReferrers(rows.shape(), sql).of(connection, failure, along));
  }

  private List<Integer> referred(List<PostgresReferrers.Referrer> referrers) throws SQLException {
    List<Integer> places = new ArrayList<>();
    for (PostgresReferrers.Referrer referrer : referrers) {
      try (PreparedStatement statement = connection.prepareStatement(referrer.select())) {
        bindFields(statement, 1, rows.shape().identity());
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
  public void requireUnreferred() throws SQLException {
    PostgresReferrers referrers = new PostgresReferrers(rows.shape(), sql);
    List<PostgresReferrers.Referrer> all = referrers.takenAlong(connection);
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(referrers.lock())) {
      bindFields(statement, 1, rows.shape().identity());
      statement.execute();
    }
    for (PostgresReferrers.Referrer referrer : all) {
      if (!referred(List.of(referrer)).isEmpty()) {
        throw new ReferencedRowException(referrer.name(), referrer.constraint());
      }
    }
  }

  @Override
  public int arrive(boolean replaces) throws SQLException {
    return runNamed(new PostgresMoveSql(rows.shape(), sql).arrive(replaces));
  }

  /** The table's name stands behind the fields for the moved rows, and again for tombstones. */
  private int runNamed(String text) throws SQLException {
    known = null;
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
  public int overwritten() throws SQLException {
    String text = new PostgresExistingRowSql(rows.shape(), sql).overwritten();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, 1, rows.shape().fields(), false, sql.overwrittenNamesTable());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  @Override
  public List<ExistingRow> standing() throws SQLException {
    if (known != null) {
      return known;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(new PostgresExistingRowSql(rows.shape(), sql).standing())) {
      bind(statement, 1, rows.shape().identity(), false, isBuried());
      List<ExistingRow> found = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          BigDecimal version = result.getBigDecimal(3);
          found.add(
              new ExistingRow(
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
      bind(statement, 1, rows.shape().fields(), false, false);
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
  public List<Integer> hindered(SqlFailure failure, RowBatch all) throws SQLException {
    List<Integer> places = new ArrayList<>();
    PostgresBatch others = new PostgresBatch(connection, all);
    PostgresConflicts obstacles = new PostgresConflicts(connection, rows.shape(), sql);
    String text = obstacles.hindered(failure, others.sql.input(all.shape().identity(), false));
    if (text != null) {
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        int next = bindFields(statement, 1, rows.shape().fields());
        others.bindFields(statement, next, all.shape().identity());
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            places.add(result.getInt(1) - 1);
          }
        }
      }
    }
    return places;
  }

  private PostgresExchange exchange() {
    return new PostgresExchange(connection, rows.shape(), sql);
  }

  @Override
  public int release(ExchangeStrategy way) throws SQLException {
    return switch (way.kind()) {
      case DEFER -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET CONSTRAINTS ALL DEFERRED");
        }
        yield 0;
      }
      case NULL, UNUSED -> {
        String text = exchange().release(way);
        yield text == null
            ? 0
            : run(text, rows.shape().fields(), false, sql.overwrittenNamesTable());
      }
      case REPLACE -> 0;
    };
  }

  @Override
  public int replace() throws SQLException {
    return run(exchange().replace(), rows.shape().fields(), false, sql.overwrittenNamesTable());
  }

  private boolean isBuried() {
    return rows.shape().tombstones() != null;
  }

  private int run(String text, List<RowField> fields, boolean nameFirst, boolean nameLast)
      throws SQLException {
    known = null;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, 1, fields, nameFirst, nameLast);
      return statement.executeUpdate();
    }
  }

  /** Binds from parameter {@code from} on; gives the parameter behind the last one. */
  int bind(
      PreparedStatement statement,
      int from,
      List<RowField> fields,
      boolean nameFirst,
      boolean nameLast)
      throws SQLException {
    int at = from;
    if (nameFirst) {
      statement.setString(at++, rows.shape().table());
    }
    at = bindFields(statement, at, fields);
    if (nameLast) {
      statement.setString(at++, rows.shape().table());
    }
    return at;
  }

  /** Binds arrays from parameter {@code from} on; gives the parameter behind the last one. */
  private int bindFields(PreparedStatement statement, int from, List<RowField> fields)
      throws SQLException {
    int at = from;
    for (RowField field : fields) {
      statement.setArray(at++, array(field));
    }
    return at;
  }

  /** Several statements may take the same array; it is encoded once. */
  private Array array(RowField field) throws SQLException {
    Array array = arrays.get(field);
    if (array == null) {
      ArrayBinding lane = lane(field);
      array = connection.createArrayOf(lane.element(), elements(lane, rows.values(field.name())));
      arrays.put(field, array);
    }
    return array;
  }

  private static @Nullable Object[] elements(ArrayBinding lane, @Nullable Object[] values)
      throws SQLException {
    @Nullable Object[] elements = lane.array(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      elements[i] = value == null ? null : lane.element(value);
    }
    return elements;
  }
}
