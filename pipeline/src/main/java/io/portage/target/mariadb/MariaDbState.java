package io.portage.target.mariadb;

import io.portage.model.Version;
import io.portage.target.ErrorCategory;
import io.portage.target.FailureKind;
import io.portage.target.RefusedWriteException;
import io.portage.target.RowBatch;
import io.portage.target.SqlFailure;
import io.portage.target.TargetColumn;
import io.portage.target.TombstoneKey;
import io.portage.target.WriteSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The target's rows and tombstones of a batch's keys. Keys are compared here, exactly: a collation
 * of the database may treat different texts as equal.
 */
final class MariaDbState {
  private static final int CHUNK = 1_000;

  /**
   * An existing row.
   *
   * @param version its version, or null
   * @param marked true if it is marked deleted
   */
  record ExistingRow(@Nullable BigDecimal version, boolean marked) {}

  private final RowBatch rows;
  private final WriteSpec spec;
  private final @Nullable ExistingRow[] existing;
  private final @Nullable BigDecimal[] tombstones;
  private @Nullable BigDecimal truncated;

  private MariaDbState(RowBatch rows) {
    this.rows = rows;
    this.spec = rows.spec();
    this.existing = new ExistingRow[rows.size()];
    this.tombstones = new BigDecimal[rows.size()];
  }

  /**
   * Reads the state.
   *
   * @param lock true to lock the rows and tombstones that exist
   * @throws RefusedWriteException if a row exists whose key is equal to one of the batch for the
   *     database, and is another one
   */
  static MariaDbState read(Connection connection, MariaDbSql sql, RowBatch rows, boolean lock)
      throws SQLException {
    MariaDbState state = new MariaDbState(rows);
    for (int from = 0; from < rows.size(); from += CHUNK) {
      int to = Math.min(rows.size(), from + CHUNK);
      if (!state.spec.key().isEmpty()) {
        state.readRows(connection, sql.select(to - from, lock), from, to);
      }
      if (state.spec.tombstones() != null) {
        state.readTombstones(connection, sql, from, to, lock);
      }
    }
    return state;
  }

  private void readRows(Connection connection, String select, int from, int to)
      throws SQLException {
    Map<List<String>, Integer> places = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(select)) {
      int at = 1;
      for (int row = from; row < to; row++) {
        List<String> key = new ArrayList<>();
        for (TargetColumn column : spec.key()) {
          Object value = keyValue(column, row);
          MariaDbValues.bind(statement, at++, value);
          key.add(TombstoneKey.canonical(value));
        }
        places.put(key, row);
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          Integer row = places.get(key(result, from));
          if (row == null) {
            throw equalForTheDatabase(spec);
          }
          int next = spec.key().size() + 1;
          existing[row] = new ExistingRow(result.getBigDecimal(next), result.getBoolean(next + 1));
        }
      }
    }
  }

  private List<String> key(ResultSet result, int like) throws SQLException {
    List<String> key = new ArrayList<>();
    for (int i = 0; i < spec.key().size(); i++) {
      Object value = MariaDbValues.read(result, i + 1, keyValue(spec.key().get(i), like));
      key.add(TombstoneKey.canonical(value));
    }
    return key;
  }

  private Object keyValue(TargetColumn column, int row) {
    return Objects.requireNonNull(rows.values(column.name())[row], "a key has no null");
  }

  private static RefusedWriteException equalForTheDatabase(WriteSpec spec) {
    String state = "23000-1062";
    return new RefusedWriteException(
        new SqlFailure(
            ErrorCategory.DATA,
            FailureKind.VALUE,
            state,
            "the key is equal to another row's under the collation of its columns (letter case,"
                + " accents, trailing spaces): give them a binary collation without padding, such"
                + " as utf8mb4_nopad_bin or utf8mb4_0900_bin (SQLState "
                + state
                + ")",
            spec.table(),
            null,
            null,
            null,
            true));
  }

  private void readTombstones(Connection connection, MariaDbSql sql, int from, int to, boolean lock)
      throws SQLException {
    Map<String, Integer> places = new HashMap<>();
    String whole = hex(TombstoneKey.digest(WriteSpec.TABLE));
    boolean withTable = spec.truncates() && !spec.key().isEmpty();
    try (PreparedStatement statement =
        connection.prepareStatement(sql.tombstones(to - from + (withTable ? 1 : 0), lock))) {
      statement.setString(1, spec.table());
      for (int row = from; row < to; row++) {
        byte[] digest = TombstoneKey.digest(keyText(row));
        places.put(hex(digest), row);
        statement.setBytes(row - from + 2, digest);
      }
      if (withTable) {
        statement.setBytes(to - from + 2, TombstoneKey.digest(WriteSpec.TABLE));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          String digest = hex(result.getBytes(1));
          Integer row = places.get(digest);
          if (row != null) {
            tombstones[row] = result.getBigDecimal(2);
          }
          if (digest.equals(whole)) {
            truncated = result.getBigDecimal(2);
          }
        }
      }
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  String keyText(int row) {
    return (String)
        Objects.requireNonNull(rows.values(spec.internalName(WriteSpec.TOMBSTONE_KEY))[row]);
  }

  boolean exists(int row) {
    return existing[row] != null;
  }

  @Nullable BigDecimal tombstone(int row) {
    return tombstones[row];
  }

  /** Returns the version of the existing row, or null. */
  @Nullable BigDecimal existingVersion(int row) {
    ExistingRow found = existing[row];
    return found == null ? null : found.version();
  }

  /** Returns the greatest version of the row and its tombstones, or null. */
  @Nullable BigDecimal version(int row) {
    ExistingRow found = existing[row];
    BigDecimal tombstone = greater(tombstones[row], spec.truncates() ? truncated : null);
    return found == null ? tombstone : greater(found.version(), tombstone);
  }

  private static @Nullable BigDecimal greater(@Nullable BigDecimal one, @Nullable BigDecimal two) {
    if (one == null || two == null) {
      return one == null ? two : one;
    }
    return one.max(two);
  }

  /** Returns true if a tombstone has the version of the incoming row, or a greater one. */
  boolean isDeleted(int row) {
    BigDecimal last =
        spec.ignoresDeletedRows() ? number(row, WriteSpec.FULL_ROW_VERSION) : own(row);
    BigDecimal tombstone = greater(tombstones[row], spec.truncates() ? truncated : null);
    return tombstone != null && last != null && tombstone.compareTo(last) >= 0;
  }

  /** Returns true if the existing row is older than the incoming one. */
  boolean isOlder(int row) {
    ExistingRow found = existing[row];
    return found != null && (found.version() == null || found.version().compareTo(own(row)) < 0);
  }

  /** Returns true if the existing row is marked deleted. */
  boolean isMarked(int row) {
    ExistingRow found = existing[row];
    return found != null && found.marked();
  }

  /** Returns true if an update may keep columns of the existing row. */
  boolean isAlive(int row) {
    ExistingRow found = existing[row];
    if (found == null || !spec.ignoresDeletedRows()) {
      return found != null;
    }
    BigDecimal version = found.version();
    BigDecimal full = number(row, WriteSpec.FULL_ROW_VERSION);
    BigDecimal deleted = number(row, WriteSpec.DELETED_FIELD);
    if (found.marked() && (full == null || version == null || version.compareTo(full) >= 0)) {
      return false;
    }
    if (deleted != null && (version == null || version.compareTo(deleted) <= 0)) {
      return false;
    }
    return !(spec.truncates()
        && truncated != null
        && (version == null || truncated.compareTo(version) >= 0)
        && (full == null || truncated.compareTo(full) >= 0));
  }

  /** Returns true if an update sets the column at this index of the existing row. */
  boolean isColumnOlder(int row, int column) {
    BigDecimal found = existingVersion(row);
    BigDecimal own = spec.columnVersions() ? number(row, WriteSpec.columnVersion(column)) : null;
    return own == null || found == null || own.compareTo(found) > 0;
  }

  /** Returns the version of the incoming row. */
  BigDecimal own(int row) {
    Version version = (Version) Objects.requireNonNull(rows.values(spec.version().name())[row]);
    return new BigDecimal(version.toNumber());
  }

  private @Nullable BigDecimal number(int row, String field) {
    Version version = (Version) rows.values(spec.internalName(field))[row];
    return version == null ? null : new BigDecimal(version.toNumber());
  }
}
