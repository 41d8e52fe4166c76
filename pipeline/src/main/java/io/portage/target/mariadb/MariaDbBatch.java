package io.portage.target.mariadb;

import io.portage.model.Version;
import io.portage.target.ExchangeStrategy;
import io.portage.target.GuardedBatch;
import io.portage.target.RefusedWriteException;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.WriteSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarded writes of one batch. Each write first reads keys and versions under lock, which decides
 * the result of every row; the statements that follow have the guard, too.
 */
final class MariaDbBatch implements GuardedBatch {
  private static final int MOST_ROWS = 1_000;

  /** Limits a statement far below the smallest usual {@code max_allowed_packet}, 16 MiB. */
  private static final int MOST_BYTES = 4 << 20;

  private final Connection connection;
  private final RowBatch rows;
  private final WriteSpec spec;
  private final MariaDbSql sql;

  /** The result of {@link #existingRows}, if the last write knows it; otherwise null. */
  private @Nullable List<ExistingRow> known;

  MariaDbBatch(Connection connection, RowBatch rows) {
    this.connection = connection;
    this.rows = rows;
    this.spec = rows.spec();
    this.sql = new MariaDbSql(spec);
  }

  @Override
  public int upsert() throws SQLException {
    MariaDbState state = read(true);
    List<Integer> absent = those(row -> !state.exists(row) && !state.isDeleted(row));
    List<Integer> older = those(row -> state.isOlder(row) && !state.isDeleted(row));
    insert(absent);
    upsert(older);
    Set<Integer> written = new LinkedHashSet<>(absent);
    written.addAll(older);
    known =
        existingRows(state).stream()
            .filter(found -> found.newer() && !written.contains(found.rowIndex()))
            .toList();
    return written.size();
  }

  @Override
  public int insert() throws SQLException {
    MariaDbState state = read(true);
    List<Integer> absent = those(row -> !state.exists(row) && !state.isDeleted(row));
    insert(absent);
    return absent.size();
  }

  private void insert(List<Integer> places) throws SQLException {
    for (List<Integer> chunk : chunks(places)) {
      try (PreparedStatement statement = connection.prepareStatement(sql.insert(chunk.size()))) {
        bindInserted(statement, chunk);
        statement.executeUpdate();
      }
    }
  }

  /** The server counts two for each updated row. */
  private void upsert(List<Integer> places) throws SQLException {
    for (List<Integer> chunk : chunks(places)) {
      try (PreparedStatement statement = connection.prepareStatement(sql.upsert(chunk.size()))) {
        bindInserted(statement, chunk);
        if (statement.executeUpdate() != 2 * chunk.size()) {
          throw RefusedWriteException.ofRow(
              "the update of existing rows found others; a unique index or a trigger interferes");
        }
      }
    }
  }

  private void bindInserted(PreparedStatement statement, List<Integer> places) throws SQLException {
    int at = 1;
    for (int row : places) {
      for (TargetColumn column : sql.writtenColumns()) {
        MariaDbValues.bind(statement, at++, value(column.name(), row));
      }
    }
  }

  @Override
  public int update() throws SQLException {
    if (spec.key().isEmpty()) {
      return runEach(sql.update(), IntStream.range(0, rows.size()).boxed().toList(), true);
    }
    MariaDbState state = read(true);
    return runEach(sql.update(), those(row -> state.isOlder(row) && state.isAlive(row)), true);
  }

  @Override
  public int delete() throws SQLException {
    if (spec.key().isEmpty()) {
      return runEach(sql.delete(), IntStream.range(0, rows.size()).boxed().toList(), false);
    }
    MariaDbState state = read(true);
    return runEach(sql.delete(), those(state::isOlder), false);
  }

  /** Runs a statement once per row; the driver sends them together. */
  private int runEach(String text, List<Integer> places, boolean sets) throws SQLException {
    int written = 0;
    for (List<Integer> chunk : chunks(places)) {
      try (PreparedStatement statement = connection.prepareStatement(text)) {
        for (int row : chunk) {
          bindIdentity(statement, sets ? bindSets(statement, row) : 1, row);
          statement.addBatch();
        }
        for (int count : statement.executeBatch()) {
          // Bulk settings of the URL hide the count; the row was read as one that is written.
          written += count == Statement.SUCCESS_NO_INFO ? 1 : count;
        }
      }
    }
    return written;
  }

  private int bindSets(PreparedStatement statement, int row) throws SQLException {
    int at = 1;
    for (int i = 0; i < spec.columns().size(); i++) {
      if (spec.columnVersions()) {
        String own = spec.internalName(WriteSpec.columnVersion(i));
        MariaDbValues.bind(statement, at++, value(own, row));
      }
      MariaDbValues.bind(statement, at++, value(spec.columns().get(i).name(), row));
    }
    for (TargetColumn column : spec.metadata()) {
      MariaDbValues.bind(statement, at++, value(column.name(), row));
    }
    MariaDbValues.bind(statement, at++, value(spec.version().name(), row));
    return at;
  }

  @Override
  public int insertTombstones() throws SQLException {
    MariaDbState state = read(true);
    List<Integer> missing =
        those(
            row -> {
              BigDecimal last = state.tombstone(row);
              return !state.exists(row) && (last == null || last.compareTo(state.own(row)) < 0);
            });
    for (List<Integer> chunk : chunks(missing)) {
      try (PreparedStatement statement =
          connection.prepareStatement(sql.insertTombstones(chunk.size()))) {
        int at = 1;
        for (int row : chunk) {
          String key = state.keyText(row);
          statement.setString(at++, spec.table());
          statement.setString(at++, key);
          statement.setBytes(at++, TombstoneKey.digest(key));
          statement.setBigDecimal(at++, state.own(row));
        }
        statement.executeUpdate();
      }
    }
    return missing.size();
  }

  private MariaDbMoves moves() {
    return new MariaDbMoves(connection, rows, sql);
  }

  private List<Integer> movingAway() throws SQLException {
    MariaDbState state = read(true);
    return those(row -> state.isOlder(row) && !state.isMarked(row));
  }

  @Override
  public int move() throws SQLException {
    List<Integer> moving = movingAway();
    int kept = moves().keep(moving);
    runEach(moves().take(), moving, false);
    return kept;
  }

  @Override
  public void keepForMove() throws SQLException {
    moves().keep(movingAway());
  }

  @Override
  public List<Integer> pass(boolean partial) throws SQLException {
    MariaDbState state = read(true);
    return moves().pass(state, overwritten(state), partial);
  }

  @Override
  public int insertMovedRows(boolean replaces) throws SQLException {
    MariaDbState state = read(true);
    RowBatch completed = moves().completed(state, replaces);
    return completed.size() == 0 ? 0 : new MariaDbBatch(connection, completed).upsert();
  }

  @Override
  public void deleteMovedRows() throws SQLException {
    known = null;
    moves().forget();
  }

  @Override
  public void requireUnreferenced() throws SQLException {
    MariaDbState state = read(true);
    List<Integer> older = those(state::isOlder);
    for (MariaDbForeignKeys.Referrer referrer :
        MariaDbForeignKeys.cascading(connection, spec.table())) {
      try (PreparedStatement statement =
          connection.prepareStatement(referrer.select(spec.table(), spec.key()))) {
        for (int row : older) {
          int at = 1;
          for (TargetColumn column : spec.key()) {
            MariaDbValues.bind(statement, at++, value(column.name(), row));
          }
          try (ResultSet result = statement.executeQuery()) {
            if (result.next()) {
              throw MariaDbErrors.referenced(referrer.table(), referrer.constraint());
            }
          }
        }
      }
    }
  }

  @Override
  public int countOverwritten() throws SQLException {
    MariaDbState state = read(false);
    return (int) overwritten(state).stream().filter(row -> !state.isMarked(row)).count();
  }

  @Override
  public int release(ExchangeStrategy strategy) throws SQLException {
    TargetColumn column = spec.column(Objects.requireNonNull(strategy.column()));
    if (column == null) {
      return 0;
    }
    MariaDbState state = read(true);
    int at = spec.columns().indexOf(column);
    List<Integer> places =
        overwritten(state).stream().filter(row -> state.isColumnOlder(row, at)).toList();
    List<@Nullable Object> values =
        MariaDbExchange.values(connection, spec.table(), column, strategy.kind(), places.size());
    int released = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql.release(column))) {
      for (int i = 0; i < places.size(); i++) {
        MariaDbValues.bind(statement, 1, values.get(i));
        bindIdentity(statement, 2, places.get(i));
        released += statement.executeUpdate();
      }
    }
    return released;
  }

  private void bindIdentity(PreparedStatement statement, int from, int row) throws SQLException {
    int at = from;
    for (TargetColumn column : spec.key()) {
      MariaDbValues.bind(statement, at++, value(column.name(), row));
    }
    MariaDbValues.bind(statement, at, value(spec.version().name(), row));
  }

  /** Returns the rows that replace an older one, which may be marked deleted. */
  private List<Integer> overwritten(MariaDbState state) {
    return those(
        row ->
            state.isOlder(row)
                && (spec.ignoresDeletedRows() ? state.isAlive(row) : !state.isDeleted(row)));
  }

  @Override
  public List<ExistingRow> existingRows() throws SQLException {
    List<ExistingRow> last = known;
    return last == null ? existingRows(read(false)) : last;
  }

  private List<ExistingRow> existingRows(MariaDbState state) {
    List<ExistingRow> found = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      BigDecimal version = state.version(row);
      int order = version == null ? -1 : version.compareTo(state.own(row));
      if (order != 0) {
        found.add(
            new ExistingRow(row, order > 0, version == null ? null : Version.ofNumber(version)));
      }
    }
    return found;
  }

  @Override
  public List<String> differingColumns() throws SQLException {
    Set<String> differing = new LinkedHashSet<>();
    if (spec.columns().isEmpty()) {
      return List.of();
    }
    try (PreparedStatement statement = connection.prepareStatement(sql.differences())) {
      for (int row = 0; row < rows.size(); row++) {
        int at = 1;
        for (TargetColumn column : spec.columns()) {
          MariaDbValues.bind(statement, at++, value(column.name(), row));
        }
        for (TargetColumn column : spec.key()) {
          MariaDbValues.bind(statement, at++, value(column.name(), row));
        }
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            for (int i = 0; i < spec.columns().size(); i++) {
              if (result.getBoolean(i + 1)) {
                differing.add(spec.columns().get(i).name());
              }
            }
          }
        }
      }
    }
    return List.copyOf(differing);
  }

  private MariaDbState read(boolean lock) throws SQLException {
    known = null;
    return MariaDbState.read(connection, sql, rows, lock);
  }

  private List<Integer> those(IntPredicate condition) {
    return IntStream.range(0, rows.size()).filter(condition).boxed().toList();
  }

  private @Nullable Object value(String field, int row) {
    return rows.values(field)[row];
  }

  /** Splits rows by number and size; a single row may be larger. */
  private List<List<Integer>> chunks(List<Integer> places) {
    List<List<Integer>> chunks = new ArrayList<>();
    List<Integer> chunk = new ArrayList<>();
    long bytes = 0;
    for (int row : places) {
      long length = length(row);
      if (!chunk.isEmpty() && (chunk.size() == MOST_ROWS || bytes + length > MOST_BYTES)) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        bytes = 0;
      }
      chunk.add(row);
      bytes += length;
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private long length(int row) {
    long length = 0;
    for (WriteSpec.RowField field : spec.fields()) {
      length += MariaDbValues.length(value(field.name(), row));
    }
    return length;
  }
}
