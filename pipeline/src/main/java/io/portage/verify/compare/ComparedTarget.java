package io.portage.verify.compare;

import io.portage.model.Row;
import io.portage.model.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One target table with its tombstones. Not thread-safe.
 *
 * @param side the table
 * @param tombstones the versions of its deleted rows
 */
public record ComparedTarget(TargetSide side, TombstoneRows tombstones) {
  /** Returns the name of the target, as the configuration has it. */
  public String name() {
    return side.table().name();
  }

  /** Returns the identity of a key. */
  public RowKey identity(Row key) {
    return RowKey.of(name(), key);
  }

  /**
   * Rows and tombstones of the target, of one snapshot.
   *
   * @param rows by the identity of the key; more than one for a duplicate
   * @param tombstones of keys without a row
   */
  public record TargetRows(Map<RowKey, List<TargetRow>> rows, Map<RowKey, TargetRow> tombstones) {
    /** Returns the rows with a key, or else its tombstone; empty if there is neither. */
    public List<TargetRow> of(RowKey identity) {
      TargetRow tombstone = tombstones.get(identity);
      return rows.getOrDefault(identity, tombstone == null ? List.of() : List.of(tombstone));
    }

    /** Returns all rows and tombstones. */
    public Stream<TargetRow> all() {
      return Stream.concat(
          rows.values().stream().flatMap(List::stream), tombstones.values().stream());
    }
  }

  /**
   * Reads the target's rows and tombstones with these keys. In one snapshot: a row that is deleted
   * and inserted again is else neither here nor there.
   *
   * @param connection without autocommit; its transaction is ended
   */
  public TargetRows read(Connection connection, List<Row> keys) throws SQLException {
    try {
      Map<RowKey, List<TargetRow>> rows = side.find(connection, keys);
      List<Row> missing = keys.stream().filter(key -> !rows.containsKey(identity(key))).toList();
      return new TargetRows(rows, tombstones.find(connection, missing));
    } finally {
      connection.rollback();
    }
  }
}
