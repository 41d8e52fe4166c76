package io.portage.verify;

import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.compare.UndecidableException;
import io.portage.verify.position.SnapshotBounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads single rows of the sources of one target table, by the target's keys. Not thread-safe. */
final class SourceLooks {
  private final VerifyContext context;
  private final Sessions sessions;
  private final TablePair pair;
  private final RowExpectation expectation;

  SourceLooks(VerifyContext context, Sessions sessions, TablePair pair) {
    this.context = context;
    this.sessions = sessions;
    this.pair = pair;
    this.expectation = new RowExpectation(context.config(), context.tables(), context.clock());
  }

  /**
   * The source's side of a look at one key.
   *
   * @param expected the row that the target should have, or null for none
   * @param rejected the reason why the job would reject the row, or null
   * @param sources the number of sources that have the key
   * @param unknown the reason why the source's key cannot be told; empty if it can
   * @param bounds the place of the snapshot
   */
  record SourceLook(
      @Nullable Row expected,
      @Nullable String rejected,
      int sources,
      String unknown,
      SnapshotBounds bounds) {}

  /**
   * The rows of one snapshot.
   *
   * @param looks by the identity of the key
   * @param bounds the place of the snapshot
   */
  record SnapshotRows(Map<RowKey, SourceLook> looks, SnapshotBounds bounds) {
    SourceLook of(RowKey identity) {
      return looks.getOrDefault(identity, new SourceLook(null, null, 0, "", bounds));
    }
  }

  /** Reads the rows with these keys in one snapshot, whose transaction ends before the return. */
  SnapshotRows read(List<Row> keys) throws SQLException {
    Connection connection = sessions.sourceLook();
    SnapshotBounds bounds = context.log().begin(connection);
    try {
      Map<RowKey, List<ExpectedRow>> found = new HashMap<>();
      Map<RowKey, SourceLook> looks = new HashMap<>();
      for (SourceSide source : pair.sources()) {
        List<List<Object>> wanted = new ArrayList<>();
        for (Row key : keys) {
          try {
            List<Object> values = source.sourceKey(key);
            if (values != null) {
              wanted.add(values);
            }
          } catch (UndecidableException e) {
            looks.put(pair.identity(key), new SourceLook(null, null, 0, e.reason(), bounds));
          }
        }
        for (Row row : source.byKey().byKeys(connection, wanted)) {
          ExpectedRow expected = expectation.of(source.config(), source.names(), row);
          Row key = expected.key();
          if (key != null) {
            found.computeIfAbsent(pair.identity(key), k -> new ArrayList<>()).add(expected);
          }
        }
      }
      for (Row key : keys) {
        RowKey identity = pair.identity(key);
        looks.putIfAbsent(identity, look(found.getOrDefault(identity, List.of()), bounds));
      }
      return new SnapshotRows(looks, bounds);
    } finally {
      connection.rollback();
    }
  }

  private static SourceLook look(List<ExpectedRow> rows, SnapshotBounds bounds) {
    Row expected = null;
    String rejected = null;
    for (ExpectedRow row : rows) {
      expected = row.row() == null ? expected : row.row();
      rejected = row.rejected() == null ? rejected : row.rejected();
    }
    return new SourceLook(expected, rejected, rows.size(), "", bounds);
  }
}
