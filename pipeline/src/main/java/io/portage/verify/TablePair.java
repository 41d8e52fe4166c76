package io.portage.verify;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.model.Row;
import io.portage.model.RowKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One target table with all its sources.
 *
 * @param target the target
 * @param sources at least one
 * @param tombstones the tombstones of the target
 */
record TablePair(TargetSide target, List<SourceSide> sources, TombstoneRows tombstones) {
  /** Returns the name of the target, as the configuration has it. */
  String name() {
    return target.table().name();
  }

  /** Returns the names of the sources, as the configuration has them. */
  List<String> from() {
    return sources.stream().map(source -> source.config().from()).toList();
  }

  /** Returns the configuration of any source: those of one target are alike. */
  TableConfig config() {
    return sources.get(0).config();
  }

  /** Returns the columns of the sources that the job adds with the first change that has them. */
  List<String> columnsToAdd() {
    return sources.stream()
        .filter(source -> source.config().unknownColumns().policy() == UnknownColumnPolicy.ADD)
        .flatMap(source -> source.walk().columns().names().stream())
        .filter(column -> target.table().column(column) == null)
        .distinct()
        .toList();
  }

  /**
   * Rows and tombstones of the target, of one snapshot.
   *
   * @param rows by the identity of the key; more than one for a duplicate
   * @param tombstones of keys without a row
   */
  record TargetRows(Map<RowKey, List<TargetRow>> rows, Map<RowKey, TargetRow> tombstones) {
    /** Returns the rows with a key, or else its tombstone; empty if there is neither. */
    List<TargetRow> of(RowKey identity) {
      TargetRow tombstone = tombstones.get(identity);
      return rows.getOrDefault(identity, tombstone == null ? List.of() : List.of(tombstone));
    }

    /** Returns all rows and tombstones. */
    Stream<TargetRow> all() {
      return Stream.concat(
          rows.values().stream().flatMap(List::stream), tombstones.values().stream());
    }
  }

  /**
   * Reads the target's rows and tombstones with these keys. In one snapshot: a row that is deleted
   * and inserted again is else neither here nor there.
   */
  TargetRows read(Connection connection, List<Row> keys) throws SQLException {
    try {
      Map<RowKey, List<TargetRow>> rows = target.find(connection, keys);
      List<Row> missing = keys.stream().filter(key -> !rows.containsKey(identity(key))).toList();
      return new TargetRows(rows, tombstones.find(connection, missing));
    } finally {
      connection.rollback();
    }
  }

  /** Returns the identity of a key. */
  RowKey identity(Row key) {
    return RowKey.of(name(), key);
  }
}
