package io.portage.verify.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.verify.position.SnapshotBounds.Relation;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
@Timeout(120)
final class SourceLogIT {
  @Test
  void aTransactionThatStaysOpenIsNeverTakenForSeen(Sandbox sandbox) throws SQLException {
    SourceLog log = SourceLog.of(sandbox.jdbcUrl());
    try (Connection writer = open(sandbox.adminJdbcUrl());
        Connection other = open(sandbox.adminJdbcUrl());
        Connection reader = open(sandbox.adminJdbcUrl())) {
      run(writer, "CREATE TABLE log_position (id int)");
      writer.setAutoCommit(false);
      Version inTransaction = write(log, writer, 1);
      // Another transaction begins later and ends: the snapshots' xmax is then above both.
      Version committed = write(log, other, 2);

      SnapshotBounds across = log.begin(reader);

      assertThat(count(reader)).isEqualTo(1);
      assertThat(across.relationOf(inTransaction, 0)).isEqualTo(Relation.UNDECIDED);
      assertThat(log.activity(other).open()).isEqualTo(1);
      writer.commit();
      assertThat(count(reader)).as("the snapshot stays").isEqualTo(1);

      SnapshotBounds after = log.begin(reader);

      assertThat(count(reader)).isEqualTo(2);
      assertThat(after.relationOf(inTransaction, 0)).isEqualTo(Relation.SEEN);
      assertThat(after.relationOf(committed, 0)).isEqualTo(Relation.SEEN);
      assertThat(after.relationOf(write(log, other, 3), 0)).isEqualTo(Relation.AHEAD);
      reader.rollback();
      run(other, "DROP TABLE log_position");
    }
  }

  @Test
  void anOpenTransactionHidesNoEarlierPosition(Sandbox sandbox) throws SQLException {
    SourceLog log = SourceLog.of(sandbox.jdbcUrl());
    try (Connection writer = open(sandbox.adminJdbcUrl());
        Connection reader = open(sandbox.adminJdbcUrl())) {
      run(writer, "CREATE TABLE log_position (id int)");
      Version before = write(log, writer, 1);
      log.begin(reader);
      writer.setAutoCommit(false);
      Version newest = write(log, writer, 2);

      SnapshotBounds bounds = log.begin(reader);

      assertThat(bounds.relationOf(before, 0)).isEqualTo(Relation.SEEN);
      // No transaction with a higher id has ended: the snapshot does not list this one as open.
      assertThat(bounds.relationOf(newest, 0)).isEqualTo(Relation.UNDECIDED);
      reader.rollback();
      writer.rollback();
      run(writer, "DROP TABLE log_position");
      writer.commit();
    }
  }

  @Test
  void activityTellsWritesFromTheServersOwnRecords(Sandbox sandbox) throws SQLException {
    SourceLog log = SourceLog.of(sandbox.jdbcUrl());
    try (Connection connection = open(sandbox.adminJdbcUrl())) {
      run(connection, "CREATE TABLE log_position (id int)");
      LogActivity first = log.activity(connection);
      run(connection, "CHECKPOINT");
      LogActivity second = log.activity(connection);
      run(connection, "DROP TABLE log_position");

      assertThat(second.position()).isGreaterThan(first.position());
      assertThat(second.ended()).isEqualTo(first.ended());
      assertThat(log.activity(connection).ended()).isGreaterThan(first.ended());
    }
  }

  @Test
  @Tag("full")
  void aSnapshotOfMariaDbHasAnExactPlace(Sandbox sandbox) throws SQLException {
    SourceLog log = SourceLog.of(sandbox.mariaDb().jdbcUrl());
    try (Connection writer = open(sandbox.mariaDb().adminJdbcUrl());
        Connection reader = open(sandbox.mariaDb().adminJdbcUrl())) {
      run(writer, "CREATE OR REPLACE TABLE log_position (id int)");
      LogPosition before = log.current(writer);
      run(writer, "INSERT INTO log_position VALUES (1)");
      writer.setAutoCommit(false);
      run(writer, "INSERT INTO log_position VALUES (2)");
      awaitOpen(log, reader, 1);

      SnapshotBounds bounds = log.begin(reader);
      writer.commit();

      assertThat(count(reader)).isEqualTo(1);
      assertThat(bounds.relationOf(at(before), 0)).isEqualTo(Relation.SEEN);
      assertThat(bounds.relationOf(at(bounds.end()), 0)).isEqualTo(Relation.AHEAD);
      assertThat(log.current(writer)).isGreaterThan(bounds.end());
      reader.rollback();
      awaitOpen(log, reader, 0);
      run(writer, "DROP TABLE log_position");
    }
  }

  /**
   * Waits for the number of open transactions: MariaDB lists one that has just ended for a moment,
   * and reads the list again only if nobody asked for it during the last 100 ms.
   */
  private static void awaitOpen(SourceLog log, Connection connection, long expected) {
    await()
        .pollInterval(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(log.activity(connection).open()).isEqualTo(expected));
  }

  private static Version at(LogPosition place) {
    return Version.of(0, SourcePosition.ofBinlog(place.fileNumber(), place.number(), 0), 0, 1);
  }

  /** Inserts a row; returns a version with the position of its record, as a connector sends it. */
  private static Version write(SourceLog log, Connection connection, int id) throws SQLException {
    long own = log.current(connection).number();
    run(connection, "INSERT INTO log_position VALUES (" + id + ")");
    return Version.of(0, SourcePosition.ofPostgres(own - 1, own), 0, 1);
  }

  private static Connection open(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int count(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT count(*) FROM log_position")) {
      result.next();
      return result.getInt(1);
    }
  }
}
