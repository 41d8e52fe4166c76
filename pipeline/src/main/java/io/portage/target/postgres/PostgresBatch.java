package io.portage.target.postgres;

import io.portage.model.Version;
import io.portage.target.ExchangeStrategy;
import io.portage.target.GuardedBatch;
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

/**
 * Guarded writes of one batch in PostgreSQL: chooses the bindings of the fields, binds each field
 * as one array and runs the statements.
 */
final class PostgresBatch implements GuardedBatch {
  private final Connection connection;
  private final RowBatch rows;
  private final PostgresSql sql;
  private final Map<RowField, ArrayBinding> bindings = new HashMap<>();
  private final Map<RowField, Array> arrays = new HashMap<>();

  /** The result of {@link #existingRows}, if the last write has returned it; otherwise null. */
  private @Nullable List<ExistingRow> known;

  PostgresBatch(Connection connection, RowBatch rows) {
    this.connection = connection;
    this.rows = rows;
    this.sql = new PostgresSql(rows.spec(), this::binding);
  }

  private ArrayBinding binding(RowField field) {
    return bindings.computeIfAbsent(
        field, wanted -> ArrayBinding.of(wanted.type(), rows.values(wanted.name())));
  }

  @Override
  public int upsert() throws SQLException {
    known = null;
    try (PreparedStatement statement =
        connection.prepareStatement(
            new PostgresExistingRowSql(rows.spec(), sql).upsertExplained())) {
      int at = bind(statement, 1, rows.spec().fields(), false, hasTombstone());
      bind(statement, at, rows.spec().identity(), hasTombstone(), false);
      try (ResultSet result = statement.executeQuery()) {
        return readUnwritten(result);
      }
    }
  }

  /**
   * Reads the rows that were not written. The result is final if the target's version is the same
   * or greater; if it was smaller, another session has written meanwhile.
   */
  private int readUnwritten(ResultSet result) throws SQLException {
    @Nullable Object[] versions = rows.values(rows.spec().version().name());
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
    // A trigger may have changed a row's key; the counts then do not match.
    known = certain && (others == 0 || written + others == rows.size()) ? newer : null;
    return written;
  }

  @Override
  public int insert() throws SQLException {
    return run(sql.insert(), rows.spec().fields(), false, hasTombstone());
  }

  @Override
  public int update() throws SQLException {
    return run(sql.update(), rows.spec().fields(), false, sql.updateNamesTable());
  }

  @Override
  public int delete() throws SQLException {
    return run(sql.delete(), rows.spec().identity(), false, false);
  }

  @Override
  public int insertTombstones() throws SQLException {
    return run(sql.insertTombstones(), rows.spec().identity(), true, false);
  }

  @Override
  public int move() throws SQLException {
    return runNamed(new PostgresMoveSql(rows.spec(), sql).take());
  }

  @Override
  public void keepForMove() throws SQLException {
    runNamed(new PostgresMoveSql(rows.spec(), sql).keep());
  }

  @Override
  public List<Integer> pass(boolean partial) throws SQLException {
    PostgresUnwrittenMoveSql pass = new PostgresUnwrittenMoveSql(rows.spec(), sql);
    Map<String, String> defaults = partial ? Map.of() : pass.defaults(connection);
    List<Integer> places = new ArrayList<>();
    if (defaults == null) {
      return places;
    }
    try (PreparedStatement statement = connection.prepareStatement(pass.pass(partial, defaults))) {
      int at = bindFields(statement, 1, rows.spec().fields());
      for (int left = pass.names(partial); left > 0; left--) {
        statement.setString(at++, rows.spec().table());
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
  public List<Integer> referencedRows(SqlFailure failure, boolean includeCascading)
      throws SQLException {
    return referencedRows(
        new PostgresReferrers(rows.spec(), sql).of(connection, failure, includeCascading));
  }

  private List<Integer> referencedRows(List<PostgresReferrers.Referrer> referrers)
      throws SQLException {
    List<Integer> places = new ArrayList<>();
    for (PostgresReferrers.Referrer referrer : referrers) {
      try (PreparedStatement statement = connection.prepareStatement(referrer.select())) {
        bindFields(statement, 1, rows.spec().identity());
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
  public void requireUnreferenced() throws SQLException {
    PostgresReferrers referrers = new PostgresReferrers(rows.spec(), sql);
    List<PostgresReferrers.Referrer> all = referrers.cascading(connection);
    if (all.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(referrers.lock())) {
      bindFields(statement, 1, rows.spec().identity());
      statement.execute();
    }
    for (PostgresReferrers.Referrer referrer : all) {
      if (!referencedRows(List.of(referrer)).isEmpty()) {
        throw PostgresErrors.referenced(referrer.name(), referrer.constraint());
      }
    }
  }

  @Override
  public int insertMovedRows(boolean replaces) throws SQLException {
    return runNamed(new PostgresMoveSql(rows.spec(), sql).insertMovedRows(replaces));
  }

  /**
   * Runs a move statement: the table's name is bound after the fields for the moved rows, and again
   * for tombstones.
   */
  private int runNamed(String text) throws SQLException {
    known = null;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      int at = bindFields(statement, 1, rows.spec().fields());
      statement.setString(at++, rows.spec().table());
      if (hasTombstone()) {
        statement.setString(at, rows.spec().table());
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void deleteMovedRows() throws SQLException {
    run(
        new PostgresMoveSql(rows.spec(), sql).deleteMovedRows(),
        rows.spec().identity(),
        false,
        true);
  }

  @Override
  public int countOverwritten() throws SQLException {
    String text = new PostgresExistingRowSql(rows.spec(), sql).overwritten();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, 1, rows.spec().fields(), false, sql.overwrittenNamesTable());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getInt(1);
      }
    }
  }

  @Override
  public List<ExistingRow> existingRows() throws SQLException {
    if (known != null) {
      return known;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(new PostgresExistingRowSql(rows.spec(), sql).existingRows())) {
      bind(statement, 1, rows.spec().identity(), false, hasTombstone());
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
  public List<String> differingColumns() throws SQLException {
    List<String> names = new ArrayList<>();
    if (rows.spec().columns().isEmpty()) {
      return names;
    }
    String text = new PostgresDifferences(rows.spec(), sql).select();
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, 1, rows.spec().fields(), false, false);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        for (int i = 0; i < rows.spec().columns().size(); i++) {
          if (result.getBoolean(i + 1)) {
            names.add(rows.spec().columns().get(i).name());
          }
        }
      }
    }
    return names;
  }

  @Override
  public List<Integer> conflictingRows(SqlFailure failure, RowBatch all) throws SQLException {
    List<Integer> places = new ArrayList<>();
    PostgresBatch others = new PostgresBatch(connection, all);
    PostgresConflicts conflicts = new PostgresConflicts(connection, rows.spec(), sql);
    String text = conflicts.conflicting(failure, others.sql.input(all.spec().identity(), false));
    if (text != null) {
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        int next = bindFields(statement, 1, rows.spec().fields());
        others.bindFields(statement, next, all.spec().identity());
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
    return new PostgresExchange(connection, rows.spec(), sql);
  }

  @Override
  public int release(ExchangeStrategy strategy) throws SQLException {
    return switch (strategy.kind()) {
      case DEFER -> {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET CONSTRAINTS ALL DEFERRED");
        }
        yield 0;
      }
      case NULL, UNUSED -> {
        String text = exchange().release(strategy);
        yield text == null
            ? 0
            : run(text, rows.spec().fields(), false, sql.overwrittenNamesTable());
      }
      case REPLACE -> 0;
    };
  }

  @Override
  public int replace() throws SQLException {
    return run(exchange().replace(), rows.spec().fields(), false, sql.overwrittenNamesTable());
  }

  private boolean hasTombstone() {
    return rows.spec().tombstones() != null;
  }

  private int run(String text, List<RowField> fields, boolean nameFirst, boolean nameLast)
      throws SQLException {
    known = null;
    try (PreparedStatement statement = connection.prepareStatement(text)) {
      bind(statement, 1, fields, nameFirst, nameLast);
      return statement.executeUpdate();
    }
  }

  /** Binds parameters from {@code from} on; returns the next free parameter. */
  int bind(
      PreparedStatement statement,
      int from,
      List<RowField> fields,
      boolean nameFirst,
      boolean nameLast)
      throws SQLException {
    int at = from;
    if (nameFirst) {
      statement.setString(at++, rows.spec().table());
    }
    at = bindFields(statement, at, fields);
    if (nameLast) {
      statement.setString(at++, rows.spec().table());
    }
    return at;
  }

  /** Binds arrays from parameter {@code from} on; returns the next free parameter. */
  private int bindFields(PreparedStatement statement, int from, List<RowField> fields)
      throws SQLException {
    int at = from;
    for (RowField field : fields) {
      statement.setArray(at++, array(field));
    }
    return at;
  }

  /** Returns a field's array, which is encoded once and may be used by several statements. */
  private Array array(RowField field) throws SQLException {
    Array array = arrays.get(field);
    if (array == null) {
      ArrayBinding binding = binding(field);
      array =
          connection.createArrayOf(binding.element(), elements(binding, rows.values(field.name())));
      arrays.put(field, array);
    }
    return array;
  }

  private static @Nullable Object[] elements(ArrayBinding binding, @Nullable Object[] values)
      throws SQLException {
    @Nullable Object[] elements = binding.array(values.length);
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      elements[i] = value == null ? null : binding.element(value);
    }
    return elements;
  }
}
