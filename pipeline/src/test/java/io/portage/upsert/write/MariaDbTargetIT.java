package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.DeadLetter;
import io.portage.model.Row;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;
import io.portage.sandbox.ServerState;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The properties of MariaDB alone: collations, indexes that swallow rows, its errors, types and
 * checks.
 */
@Tag("full")
@ExtendWith({SandboxExtension.class, TestDatabase.OnMariaDb.class})
class MariaDbTargetIT {
  @Test
  void isolatesRowsThatTheDatabaseRejectsAndShowsNoValues(Sandbox sandbox) {
    String columns =
        "name varchar(10) CHECK (name <> 'bad'), email varchar(100) UNIQUE, n int CHECK (n <> 13)";
    try (TestTarget target = new TestTarget(sandbox, columns)) {
      UpsertData given = target.given;
      List<Change> changes = new ArrayList<>();
      for (long id = 0; id < 500; id++) {
        changes.add(
            given.upsert(id, 1, "name", id == 317 ? "bad" : "good", "n", id == 44 ? 13L : 1L));
      }
      WriteResult result = new WriteResult();
      target.soft().write(changes, result);

      assertThat(result.counts()).isEqualTo(new WriteCounts(498, 0, 0));
      assertThat(result.dead())
          .extracting(dead -> dead.change().key().get(0) + " " + dead.cause().sqlState())
          .containsExactlyInAnyOrder("44 23000-4025", "317 23000-4025");
      assertThat(result.dead())
          .extracting(DeadLetter::cause)
          .allMatch(cause -> !cause.message().contains("bad") && !cause.message().contains("13 "));
    }
  }

  @Test
  void aRowIsNeverMergedIntoAnotherRowOfASecondUniqueIndex(Sandbox sandbox) {
    try (TestTarget target =
        new TestTarget(sandbox, "name varchar(10), email varchar(100) UNIQUE")) {
      UpsertData given = target.given;
      BatchWriter writer = target.soft();
      together(
          writer,
          given.upsert(1L, 1, "name", "a", "email", "same@x"),
          given.upsert(3L, 1, "name", "c", "email", "c@x"));

      WriteResult result =
          together(
              writer,
              given.upsert(2L, 9, "name", "b", "email", "same@x"),
              given.upsert(3L, 9, "name", "c9", "email", "same@x"),
              given.upsert(4L, 9, "name", "d", "email", "d@x"));

      assertThat(target.rows("id, name, email"))
          .containsExactly("1|a|same@x", "3|c|c@x", "4|d|d@x");
      assertThat(result.parked())
          .extracting(parked -> parked.cause().sqlState())
          .containsExactly("23000-1062", "23000-1062");
      assertThat(result.parked().get(0).cause().message())
          .contains("constraint email")
          .doesNotContain("same@x");
    }
  }

  @Test
  void aKeyThatOnlyTheCollationTreatsAsEqualIsADeadLetter(Sandbox sandbox) {
    String key = "id varchar(20) COLLATE utf8mb4_general_ci primary key";
    try (TestTarget target = new TestTarget(sandbox, key, "name varchar(10)")) {
      UpsertData given = target.given;
      BatchWriter writer = target.hard();
      together(writer, given.upsert("a", 1, "name", "lower"));

      WriteResult result =
          together(
              writer,
              given.upsert("A", 9, "name", "upper"),
              given.upsert("a ", 9, "name", "space"),
              given.upsert("b", 9, "name", "b"));
      WriteResult both =
          together(writer, given.upsert("z", 9, "name", "z"), given.upsert("Z", 9, "name", "Z"));
      WriteResult deleted = together(writer, given.delete("á", 20));

      assertThat(target.rows("id, name")).contains("a|lower", "b|b").hasSize(3);
      assertThat(result.dead()).hasSize(2);
      assertThat(result.dead())
          .allMatch(dead -> dead.cause().message().contains("under the collation"));
      assertThat(both.dead().size() + both.parked().size()).isEqualTo(1);
      assertThat(deleted.dead()).hasSize(1);
    }
  }

  @Test
  void waitsForALockAndForAServerThatIsReadOnly(Sandbox sandbox) throws Exception {
    SandboxMariaDb server = sandbox.mariaDb();
    JdbcConfig jdbc =
        new JdbcConfig(
            server.jdbcUrl() + "?socketTimeout=4000",
            Secret.of(server.user()),
            Secret.of(server.password()));
    try (TestTarget target = new TestTarget(jdbc, "id bigint primary key", "name varchar(10)");
        Connection admin = DriverManager.getConnection(server.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      together(target.soft(), target.given.upsert(1L, 1, "name", "a"));
      admin.setAutoCommit(false);
      statement.execute("UPDATE " + target.table + " SET name = 'mine' WHERE id = 1");

      WriteResult blocked =
          together(
              target.writer(target.config(DeleteMode.SOFT, null, 100), pause -> rollBack(admin)),
              target.given.upsert(1L, 2, "name", "b"));

      assertThat(target.waits).containsExactly("HY000-1205");
      assertThat(blocked.counts()).isEqualTo(new WriteCounts(1, 0, 0));
      target.waits.clear();
      statement.execute("SET GLOBAL read_only = 1");
      WriteResult readOnly =
          together(
              target.writer(
                  target.config(DeleteMode.SOFT, null, 100), pause -> writable(statement)),
              target.given.upsert(1L, 3, "name", "c"));

      assertThat(target.waits).containsExactly("HY000-1290");
      assertThat(readOnly.dead()).isEmpty();
      assertThat(target.rows("name")).containsExactly("c");
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writable(Statement statement) {
    try {
      statement.execute("SET GLOBAL read_only = 0");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** By null, by numbers and by texts that no row has; a value of another row stays there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "varchar(20) UNIQUE",
        "varchar(20) NOT NULL UNIQUE",
        "int NOT NULL UNIQUE",
        "decimal(6,0) NOT NULL UNIQUE"
      })
  void rowsThatTakeEachOthersUniqueValuesAreWrittenTogether(String type, Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "pos " + type)) {
      BatchWriter writer = target.hard();
      Object[] pos =
          switch (target.column("pos").family()) {
            case TEXT -> new Object[] {"1", "2", "3", "4"};
            case INTEGER -> new Object[] {1L, 2L, 3L, 4L};
            default ->
                new Object[] {BigDecimal.ONE, new BigDecimal(2), new BigDecimal(3), BigDecimal.TEN};
          };
      together(
          writer,
          target.given.upsert(1L, 1, "pos", pos[0]),
          target.given.upsert(2L, 1, "pos", pos[1]),
          target.given.upsert(3L, 1, "pos", pos[2]),
          target.given.upsert(4L, 1, "pos", pos[3]));

      WriteResult rotated =
          together(
              writer,
              target.given.upsert(1L, 2, "pos", pos[1]),
              target.given.upsert(2L, 2, "pos", pos[2]),
              target.given.upsert(3L, 2, "pos", pos[0]));
      WriteResult taken =
          together(
              writer,
              target.given.upsert(1L, 3, "pos", pos[3]),
              target.given.upsert(2L, 3, "pos", pos[1]));

      assertThat(rotated.counts()).isEqualTo(new WriteCounts(3, 0, 0));
      assertThat(taken.parked()).isNotEmpty();
      assertThat(target.rows("id, pos"))
          .containsExactly("1|" + pos[1], "2|" + pos[2], "3|" + pos[0], "4|" + pos[3]);
    }
  }

  @Test
  void aServerThatIsKilledInABatchAndComesBackLosesNothing(Sandbox sandbox) {
    SandboxMariaDb server = sandbox.mariaDb();
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)")) {
      together(target.soft(), target.given.upsert(1L, 1, "name", "a"));
      AtomicBoolean up = new AtomicBoolean(true);
      target.watched.beforeCommit(
          connection -> {
            if (up.getAndSet(false)) {
              server.server().kill();
            }
          });
      BatchWriter writer =
          target.writer(target.config(DeleteMode.SOFT, null, 100), pause -> startIfStopped(server));

      WriteResult result =
          together(
              writer,
              target.given.upsert(1L, 2, "name", "b"),
              target.given.upsert(2L, 1, "name", "c"));

      assertThat(target.waits).isNotEmpty();
      assertThat(result.dead()).isEmpty();
      assertThat(result.counts()).isEqualTo(new WriteCounts(2, 0, 0));
      assertThat(target.rows("name")).containsExactly("b", "c");
    } finally {
      startIfStopped(server);
    }
  }

  private static void startIfStopped(SandboxMariaDb server) {
    if (server.server().state() == ServerState.STOPPED) {
      server.server().start();
    }
  }

  @Test
  void aKilledSessionIsReplaced(Sandbox sandbox) throws Exception {
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)");
        Connection admin = DriverManager.getConnection(sandbox.mariaDb().adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      BatchWriter writer = target.soft();
      together(writer, target.given.upsert(1L, 1, "name", "a"));
      statement.execute("KILL USER app");

      WriteResult result = together(writer, target.given.upsert(1L, 2, "name", "b"));

      assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
      assertThat(target.rows("name")).containsExactly("b");
    }
  }

  @Test
  void aKeyChangeDoesNotDeleteRowsThatReferToTheRow(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "name varchar(10)")) {
      UpsertData given = target.given;
      target.execute(
          "CREATE TABLE %1$s_child (id int primary key, p bigint REFERENCES %1$s (id) ON DELETE CASCADE)"
              .formatted(target.table));
      together(target.hard(), given.upsert(1L, 1, "name", "a"));
      target.execute("INSERT INTO " + target.table + "_child VALUES (7, 1)");

      WriteResult result =
          together(target.hard(), given.delete(1L, 5).withNewKey(Row.of(Columns.of("id"), 2L)));

      assertThat(target.query("SELECT id FROM " + target.table + "_child")).containsExactly("7");
      assertThat(result.parked())
          .extracting(parked -> parked.cause().sqlState())
          .containsExactly("23000-1451");
      target.execute("DROP TABLE " + target.table + "_child");
    }
  }

  @Test
  void aStatementThatIsLargerThanThePacketIsSplit(Sandbox sandbox) {
    try (TestTarget target = new TestTarget(sandbox, "name longtext")) {
      List<Change> changes = new ArrayList<>();
      for (long id = 0; id < 40; id++) {
        changes.add(target.given.upsert(id, 1, "name", "x".repeat(1 << 20)));
      }
      WriteResult result = new WriteResult();
      target.soft().write(changes, result);

      assertThat(result.counts()).isEqualTo(new WriteCounts(40, 0, 0));
      assertThat(target.query("SELECT SUM(LENGTH(name)) FROM " + target.table))
          .containsExactly(Long.toString(40L << 20));
    }
  }
}
