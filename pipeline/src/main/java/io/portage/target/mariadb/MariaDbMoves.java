package io.portage.target.mariadb;

import io.portage.model.Version;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.WriteSpec;
import io.portage.target.WriteSpec.RowField;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The moves of one batch to other keys, see {@link io.portage.target.GuardedBatch}. A row passes
 * through this process: its values are read, and kept as {@link MovedRowJson}.
 */
final class MariaDbMoves {
  private static final int CHUNK = 1_000;

  private final Connection connection;
  private final RowBatch rows;
  private final WriteSpec spec;
  private final MariaDbMoveSql moves;

  MariaDbMoves(Connection connection, RowBatch rows, MariaDbSql sql) {
    this.connection = connection;
    this.rows = rows;
    this.spec = rows.spec();
    this.moves = new MariaDbMoveSql(spec, sql);
  }

  /** A row of the moved-rows table. */
  private record KeptRow(BigDecimal version, Map<String, @Nullable Object> values) {}

  /** Keeps the rows at these indexes as they are in the table; returns the number of rows kept. */
  int keep(List<Integer> places) throws SQLException {
    Map<Integer, Map<String, @Nullable Object>> leaving = new LinkedHashMap<>();
    for (int row : places) {
      leaving.put(row, existing(row));
    }
    return store(leaving);
  }

  /** Returns the values of the row's columns in the table. */
  private Map<String, @Nullable Object> existing(int row) throws SQLException {
    Map<String, @Nullable Object> values = new HashMap<>();
    List<TargetColumn> columns = moves.move().columns();
    if (columns.isEmpty()) {
      return values;
    }
    try (PreparedStatement statement = connection.prepareStatement(moves.columns())) {
      int at = 1;
      for (TargetColumn column : spec.key()) {
        MariaDbValues.bind(statement, at++, value(column.name(), row));
      }
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new SQLException("a locked row of " + spec.table() + " is not there");
        }
        for (int i = 0; i < columns.size(); i++) {
          values.put(columns.get(i).name(), read(result, i + 1, columns.get(i)));
        }
      }
    }
    return values;
  }

  private static @Nullable Object read(ResultSet result, int at, TargetColumn column)
      throws SQLException {
    return MariaDbMoveSql.isOfBytes(column) ? result.getBytes(at) : result.getString(at);
  }

  /**
   * Inserts rows, by their indexes, into the moved-rows table, unless the new key has a row or
   * tombstone at or above the move's version.
   */
  private int store(Map<Integer, Map<String, @Nullable Object>> leaving) throws SQLException {
    if (leaving.isEmpty()) {
      return 0;
    }
    Map<String, Integer> texts = new LinkedHashMap<>();
    leaving.keySet().forEach(row -> texts.putIfAbsent(arrivalText(row), row));
    Map<String, BigDecimal> newest = newestAt(List.copyOf(texts.values()));
    int kept = 0;
    try (PreparedStatement statement = connection.prepareStatement(moves.keep())) {
      for (Map.Entry<Integer, Map<String, @Nullable Object>> row : leaving.entrySet()) {
        String text = arrivalText(row.getKey());
        BigDecimal arrival = number((Version) internal(WriteSpec.MOVED_VERSION, row.getKey()));
        BigDecimal found = newest.get(text);
        if (found == null || found.compareTo(arrival) < 0) {
          statement.setString(1, spec.table());
          statement.setBytes(2, TombstoneKey.digest(text));
          statement.setBigDecimal(3, arrival);
          statement.setString(4, MovedRowJson.write(row.getValue()));
          statement.executeUpdate();
          kept++;
        }
      }
    }
    return kept;
  }

  /**
   * Returns the greatest versions of rows and tombstones at the new keys of these rows, by the
   * keys' texts.
   */
  private Map<String, BigDecimal> newestAt(List<Integer> places) throws SQLException {
    WriteSpec identity = written(List.of(), /* metadata= */ false);
    List<@Nullable Object[]> fields = new ArrayList<>();
    for (int i = 0; i < spec.key().size(); i++) {
      fields.add(some(spec.internalName(WriteSpec.newKey(i)), places));
    }
    fields.add(some(spec.internalName(WriteSpec.MOVED_VERSION), places));
    if (identity.needsTombstoneKey()) {
      fields.add(some(spec.internalName(WriteSpec.TO_TEXT), places));
    }
    RowBatch arrivals = new RowBatch(identity, places.size(), fields);
    MariaDbState state =
        MariaDbState.read(connection, new MariaDbSql(identity), arrivals, /* lock= */ false);
    Map<String, BigDecimal> newest = new HashMap<>();
    for (int i = 0; i < places.size(); i++) {
      BigDecimal version = state.version(i);
      if (version != null) {
        newest.put(arrivalText(places.get(i)), version);
      }
    }
    return newest;
  }

  /** Returns the spec of full rows with these columns; without the metadata only identities. */
  private WriteSpec written(List<TargetColumn> columns, boolean metadata) {
    return new WriteSpec(
        spec.table(),
        spec.key(),
        columns,
        spec.version(),
        metadata ? spec.deleted() : null,
        metadata ? spec.sourceTime() : null,
        metadata ? spec.appliedTime() : null,
        metadata ? spec.sourcePosition() : null,
        spec.tombstones(),
        false,
        false,
        null,
        spec.truncates());
  }

  /**
   * Keeps incoming rows, as {@link io.portage.target.GuardedBatch#pass}.
   *
   * @param state the locked state of the old keys
   * @param overwritten the indexes of the rows that would overwrite a row
   */
  List<Integer> pass(MariaDbState state, List<Integer> overwritten, boolean partial)
      throws SQLException {
    Map<String, String> defaults =
        partial ? Map.of() : MariaDbDefaults.of(connection, spec.table(), defaulted());
    if (defaults == null) {
      return List.of();
    }
    Map<Integer, Map<String, @Nullable Object>> passing = new LinkedHashMap<>();
    for (int row : overwritten) {
      Map<String, @Nullable Object> values = existing(row);
      incoming(state, row).forEach(values::put);
      passing.put(row, values);
    }
    Map<Integer, KeptRow> completing = partial ? keptFor(state, false) : Map.of();
    for (int row = 0; row < rows.size(); row++) {
      Map<String, @Nullable Object> values = new HashMap<>();
      if (passing.containsKey(row)) {
        continue;
      } else if (partial) {
        KeptRow kept = completing.get(row);
        if (kept == null || internal(WriteSpec.DELETED_FIELD, row) == null) {
          continue;
        }
        values.putAll(kept.values());
      } else if (state.exists(row) || state.isDeleted(row)) {
        continue;
      } else {
        moves.move().columns().forEach(column -> values.put(column.name(), null));
        values.putAll(MariaDbDefaults.evaluate(connection, defaulted(), defaults));
      }
      values.putAll(incoming(state, row));
      passing.put(row, values);
    }
    store(passing);
    return passing.keySet().stream().sorted().toList();
  }

  private List<TargetColumn> defaulted() {
    return moves.move().columns().stream()
        .filter(column -> column.hasDefault() && !spec.columns().contains(column))
        .toList();
  }

  /** Returns the values that a write of the row sets. */
  private Map<String, @Nullable Object> incoming(MariaDbState state, int row) {
    Map<String, @Nullable Object> values = new HashMap<>();
    for (int i = 0; i < spec.columns().size(); i++) {
      TargetColumn column = spec.columns().get(i);
      boolean moving = moves.move().columns().contains(column);
      if (moving && (!state.exists(row) || state.isColumnOlder(row, i))) {
        Object value = value(column.name(), row);
        values.put(
            column.name(),
            value == null || value instanceof byte[] ? value : MariaDbValues.text(value));
      }
    }
    return values;
  }

  /** Returns the rows that are kept for the keys of this batch and complete its rows, by index. */
  private Map<Integer, KeptRow> keptFor(MariaDbState state, boolean replaces) throws SQLException {
    Map<Integer, KeptRow> found = new LinkedHashMap<>();
    for (int from = 0; from < rows.size(); from += CHUNK) {
      int to = Math.min(rows.size(), from + CHUNK);
      newestKept(state, from, to)
          .forEach(
              (row, kept) -> {
                if (!precedes(state, row, kept.version(), replaces)) {
                  found.put(row, kept);
                }
              });
    }
    return found;
  }

  /** True if the existing state of the row's key takes precedence over the row kept for it. */
  private static boolean precedes(MariaDbState state, int row, BigDecimal kept, boolean replaces) {
    BigDecimal version = state.version(row);
    return (version != null && version.compareTo(kept) >= 0)
        || (!replaces && state.exists(row) && !state.isMarked(row));
  }

  /** Returns the newest row of each key that is older than the row and not of an earlier life. */
  private Map<Integer, KeptRow> newestKept(MariaDbState state, int from, int to)
      throws SQLException {
    Map<String, Integer> places = new HashMap<>();
    Map<Integer, KeptRow> newest = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(moves.kept(to - from))) {
      statement.setString(1, spec.table());
      for (int row = from; row < to; row++) {
        byte[] digest = TombstoneKey.digest(state.keyText(row));
        places.put(HexFormat.of().formatHex(digest), row);
        statement.setBytes(row - from + 2, digest);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          int row =
              Objects.requireNonNull(places.get(HexFormat.of().formatHex(result.getBytes(1))));
          BigDecimal version = result.getBigDecimal(2);
          Version lastDelete = (Version) internal(WriteSpec.DELETED_FIELD, row);
          KeptRow other = newest.get(row);
          if (version.compareTo(state.own(row)) < 0
              && (lastDelete == null || version.compareTo(number(lastDelete)) > 0)
              && (other == null || version.compareTo(other.version()) > 0)) {
            newest.put(row, new KeptRow(version, MovedRowJson.read(result.getString(3))));
          }
        }
      }
    }
    return newest;
  }

  /** Returns the rows that a moved row completes, with the columns that they lack. */
  RowBatch completed(MariaDbState state, boolean replaces) throws SQLException {
    Map<Integer, KeptRow> kept = keptFor(state, replaces);
    List<Integer> places = kept.keySet().stream().sorted().toList();
    List<TargetColumn> missing = moves.missing();
    List<TargetColumn> columns = new ArrayList<>(spec.columns());
    columns.addAll(missing);
    WriteSpec full = written(List.copyOf(columns), /* metadata= */ true);
    Map<String, @Nullable Object[]> lacking = new HashMap<>();
    for (TargetColumn column : missing) {
      lacking.put(
          column.name(),
          places.stream()
              .map(row -> Objects.requireNonNull(kept.get(row)).values().get(column.name()))
              .toArray());
    }
    String key = full.internalName(WriteSpec.TOMBSTONE_KEY);
    Function<RowField, @Nullable Object[]> values =
        field -> {
          @Nullable Object[] added = lacking.get(field.name());
          boolean isKey = field.internal() && field.name().equals(key);
          return added != null
              ? added
              : some(isKey ? spec.internalName(WriteSpec.TOMBSTONE_KEY) : field.name(), places);
        };
    return new RowBatch(full, places.size(), full.fields().stream().map(values).toList());
  }

  /** Deletes the rows that are kept for the keys of the batch and are older than its rows. */
  void forget() throws SQLException {
    String key = spec.internalName(WriteSpec.TOMBSTONE_KEY);
    try (PreparedStatement statement = connection.prepareStatement(moves.forget())) {
      for (int row = 0; row < rows.size(); row++) {
        statement.setString(1, spec.table());
        statement.setBytes(
            2, TombstoneKey.digest((String) Objects.requireNonNull(value(key, row))));
        MariaDbValues.bind(statement, 3, value(spec.version().name(), row));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  String take() {
    return moves.take();
  }

  private String arrivalText(int row) {
    return (String) Objects.requireNonNull(internal(WriteSpec.TO_TEXT, row));
  }

  private @Nullable Object[] some(String field, List<Integer> places) {
    @Nullable Object[] all = rows.values(field);
    return places.stream().map(row -> all[row]).toArray();
  }

  private @Nullable Object value(String field, int row) {
    return rows.values(field)[row];
  }

  private @Nullable Object internal(String field, int row) {
    return value(spec.internalName(field), row);
  }

  private static BigDecimal number(@Nullable Version version) {
    return new BigDecimal(Objects.requireNonNull(version).toNumber());
  }
}
