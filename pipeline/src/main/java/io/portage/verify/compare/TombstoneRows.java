package io.portage.verify.compare;

import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.Version;
import io.portage.target.Dialect;
import io.portage.target.TargetTable;
import io.portage.target.TombstoneKey;
import io.portage.target.WriteSpec;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the versions of deleted rows. Not thread-safe. */
public final class TombstoneRows {
  private static final int MOST = 500;

  private final Dialect dialect;
  private final String tombstones;
  private final TargetTable table;

  /** The job creates the table when it first needs it, which may be while this runs. */
  private boolean exists;

  /**
   * The tombstones of a table.
   *
   * @param tombstones the name of the table of all tombstones
   */
  public TombstoneRows(Dialect dialect, String tombstones, TargetTable table) {
    this.dialect = dialect;
    this.tombstones = tombstones;
    this.table = table;
  }

  /** Returns the tombstones of those keys that have one, or whose table was truncated. */
  public Map<RowKey, TargetRow> find(Connection connection, List<Row> keys) throws SQLException {
    Map<RowKey, TargetRow> found = new HashMap<>();
    exists = exists || dialect.describe(connection, tombstones).isPresent();
    if (!exists) {
      return found;
    }
    for (int from = 0; from < keys.size(); from += MOST) {
      add(connection, keys.subList(from, Math.min(keys.size(), from + MOST)), found);
    }
    return found;
  }

  private void add(Connection connection, List<Row> keys, Map<RowKey, TargetRow> found)
      throws SQLException {
    String sql =
        "SELECT "
            + dialect.quoted("key_digest")
            + ", "
            + dialect.quoted("version")
            + " FROM "
            + dialect.qualified(tombstones)
            + " WHERE "
            + dialect.quoted("table_name")
            + " = ? AND "
            + dialect.quoted("key_digest")
            + " IN (?"
            + String.join("", Collections.nCopies(keys.size(), ", ?"))
            + ")";
    Map<String, Version> versions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.canonical());
      statement.setBytes(2, TombstoneKey.digest(WriteSpec.TABLE));
      for (int i = 0; i < keys.size(); i++) {
        statement.setBytes(i + 3, TombstoneKey.digest(TombstoneKey.of(keys.get(i))));
      }
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          BigDecimal version = result.getBigDecimal(2);
          versions.put(HexFormat.of().formatHex(result.getBytes(1)), Version.ofNumber(version));
        }
      }
    }
    Version truncated = versions.get(hex(WriteSpec.TABLE));
    for (Row key : keys) {
      Version own = newer(versions.get(hex(TombstoneKey.of(key))), truncated);
      if (own != null) {
        found.put(RowKey.of(table.name(), key), new TargetRow(key, Row.empty(), own, true));
      }
    }
  }

  private static @Nullable Version newer(@Nullable Version one, @Nullable Version other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(TombstoneKey.digest(text));
  }
}
