package io.portage.upsert.write;

import static io.portage.upsert.write.TestTarget.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.fault.FaultPlan;
import io.portage.model.Change;
import io.portage.model.DeadLetter;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import io.portage.target.TargetException;
import io.portage.target.connection.Sleeper;
import io.portage.upsert.write.TestDatabase.PostgresOnly;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutageIT extends NamesTargetCase {
  @Test
  void aConnectionLostInTheMiddleOfABatchCausesNoDeadLetter() {
    BatchWriter writer = target.soft();
    together(writer, given.upsert(9L, 1, "name", "before"));
    AtomicInteger kills = new AtomicInteger(2);
    target.watched.beforeStatement(
        connection -> {
          if (kills.getAndDecrement() > 0) {
            terminate(connection);
          }
        });

    WriteResult result = together(writer, given.upsert(1L, 1, "name", "a"));
    assertThat(target.rows("name")).containsExactly("a", "before");
    assertThat(result.counts()).isEqualTo(new WriteCounts(1, 0, 0));
    assertThat(result.dead()).isEmpty();
    assertThat(target.waits).hasSize(2).allMatch(state -> state.matches("57P01|08.*|70100-1927"));
  }

  /** Ends the server process of a connection, as a restart of the database does. */
  private void terminate(Connection connection) throws SQLException {
    if (TestDatabase.current() == TestDatabase.MARIADB) {
      terminateAll();
      return;
    }
    int pid = connection.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute("SELECT pg_terminate_backend(" + pid + ", 5000)");
    }
  }

  private void terminateAll() throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.mariaDb().adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute("KILL USER " + sandbox.mariaDb().user());
    }
  }

  @Test
  void aCommitOfUnknownResultIsRepeatedWithoutHarm() {
    AtomicInteger losses = new AtomicInteger(1);
    BatchWriter writer = target.soft();
    together(writer, given.upsert(1L, 1, "name", "a"));
    target.watched.afterCommit(
        connection -> {
          if (losses.getAndDecrement() > 0) {
            throw FaultPlan.failure(TestDatabase.current().state("08006"));
          }
        });
    WriteResult result = together(writer, given.upsert(1L, 2, "name", "b"), given.delete(2L, 2));
    assertThat(target.rows("id, name, gone")).containsExactly("1|b|f", "2|~|t");
    assertThat(result.counts()).isEqualTo(new WriteCounts(0, 2, 0));
    assertThat(result.dead()).isEmpty();
  }

  @Test
  void anErrorAtCommitIsBisected() {
    BatchWriter writer = target.soft();
    target.watched.beforeCommit(
        connection -> {
          if (isThere(connection, "late")) {
            throw FaultPlan.failure(TestDatabase.current().state("23514"));
          }
        });

    WriteResult result =
        together(
            writer,
            given.upsert(1L, 1, "name", "late"),
            given.upsert(2L, 1, "name", "b"),
            given.upsert(3L, 1, "name", "c"));
    assertThat(target.rows("id")).containsExactly("2", "3");
    assertThat(result.dead())
        .extracting(one -> one.cause().sqlState())
        .containsExactly(TestDatabase.current().state("23514"));
  }

  private boolean isThere(Connection connection, String name) throws SQLException {
    String sql = "SELECT 1 FROM " + target.table + " WHERE name = '" + name + "'";
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next();
    }
  }

  @Test
  @PostgresOnly("owners of tables")
  void aMissingPrivilegeFailsFastWithAClearMessage() throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute("ALTER TABLE " + target.table + " OWNER TO postgres");
      statement.execute("GRANT SELECT ON " + target.table + " TO app");
      BatchWriter writer = target.soft();

      assertThatThrownBy(() -> together(writer, given.upsert(1L, 1)))
          .isInstanceOf(TargetException.class)
          .hasMessageContaining("permission denied for table " + target.table);

      statement.execute("ALTER TABLE " + target.table + " OWNER TO app");
    }
  }

  private TestTarget through(String parameters) {
    JdbcConfig jdbc =
        new JdbcConfig(
            sandbox.jdbcUrl() + parameters,
            Secret.of(sandbox.user()),
            Secret.of(sandbox.password()));
    return new TestTarget(jdbc, "id bigint primary key", "name text");
  }

  @Test
  @PostgresOnly("triggers that sleep")
  void aBatchThatTakesLongerThanTheStatementTimeoutIsHalvedUntilItDoesNot() {
    try (TestTarget shortTimeout = through("?options=-c%20statement_timeout=500ms")) {
      shortTimeout.execute(
          ("CREATE FUNCTION %1$s_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " PERFORM pg_sleep(0.002); RETURN NEW; END $$; CREATE TRIGGER slow BEFORE"
                  + " INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION %1$s_slow()")
              .formatted(shortTimeout.table));
      List<Change> changes = new ArrayList<>();
      for (long id = 0; id < 600; id++) {
        changes.add(shortTimeout.given.upsert(id, 1, "name", "a"));
      }

      WriteResult result = new WriteResult();
      shortTimeout.soft().write(changes, result);

      assertThat(result.counts()).isEqualTo(new WriteCounts(600, 0, 0));
      assertThat(result.dead()).isEmpty();
      assertThat(shortTimeout.waits).isNotEmpty().containsOnly("57014");
      shortTimeout.execute("DROP FUNCTION " + shortTimeout.table + "_slow CASCADE");
    }
  }

  /** Makes rows that meet the condition take longer than the statement timeout. */
  private void slowFor(TestTarget shortTimeout, String condition) {
    shortTimeout.execute(
        ("CREATE OR REPLACE FUNCTION %1$s_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " IF %2$s THEN PERFORM pg_sleep(10); END IF; RETURN NEW; END $$;"
                + " CREATE OR REPLACE TRIGGER slow BEFORE INSERT OR UPDATE ON %1$s FOR EACH ROW"
                + " EXECUTE FUNCTION %1$s_slow()")
            .formatted(shortTimeout.table, condition));
  }

  @Test
  @PostgresOnly("triggers that sleep")
  void aRowThatAlwaysTakesTooLongIsADeadLetterAndDelaysNoOther() {
    try (TestTarget shortTimeout = through("?options=-c%20statement_timeout=100ms")) {
      slowFor(shortTimeout, "NEW.name = 'slow'");
      BatchWriter writer = shortTimeout.soft();

      WriteResult result =
          together(
              writer,
              shortTimeout.given.upsert(1L, 1, "name", "a"),
              shortTimeout.given.upsert(2L, 1, "name", "slow"),
              shortTimeout.given.upsert(3L, 1, "name", "c"));

      assertThat(shortTimeout.rows("id")).containsExactly("1", "3");
      assertThat(result.dead()).isEmpty();
      List<DeadLetter> parked = List.copyOf(result.takeParked());
      assertThat(parked).hasSize(1);
      shortTimeout.waits.clear();

      WriteResult last = new WriteResult();
      writer.writeIsolatingEach(List.of(parked.get(0).change()), last);

      assertThat(last.dead()).hasSize(1);
      assertThat(last.dead().get(0).cause().sqlState()).isEqualTo("57014");
      assertThat(last.dead().get(0).cause().message())
          .contains("while it can write other rows of " + shortTimeout.table, "statement timeout");
      // The row was already known as slow: it was tried once, and no batch was halved.
      assertThat(shortTimeout.waits).isEmpty();
      shortTimeout.execute("DROP FUNCTION " + shortTimeout.table + "_slow CASCADE");
    }
  }

  @Test
  @PostgresOnly("triggers that sleep")
  void aDatabaseThatIsTooSlowForAllRowsIsAnOutage() {
    try (TestTarget shortTimeout = through("?options=-c%20statement_timeout=100ms")) {
      together(shortTimeout.soft(), shortTimeout.given.upsert(1L, 1, "name", "a"));
      slowFor(shortTimeout, "true");
      AtomicInteger pauses = new AtomicInteger();
      BatchWriter writer =
          shortTimeout.writer(
              shortTimeout.config(DeleteMode.SOFT, null, 100),
              length -> {
                if (pauses.incrementAndGet() == 3 * AdaptiveBatchSize.ATTEMPTS) {
                  slowFor(shortTimeout, "false");
                }
              });

      WriteResult result = new WriteResult();
      writer.writeIsolatingEach(List.of(shortTimeout.given.upsert(2L, 1, "name", "b")), result);

      assertThat(shortTimeout.rows("id")).containsExactly("1", "2");
      assertThat(result.dead()).isEmpty();
      assertThat(pauses.get()).isGreaterThanOrEqualTo(3 * AdaptiveBatchSize.ATTEMPTS);
      shortTimeout.execute("DROP FUNCTION " + shortTimeout.table + "_slow CASCADE");
    }
  }

  @Test
  @PostgresOnly("a lock of a table in a transaction")
  void aLockedTableBlocksOneSessionAndNotOnePerAttempt() throws SQLException {
    try (TestTarget shortTimeout = through("?socketTimeout=2");
        Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      BatchWriter writer = shortTimeout.soft();
      together(writer, shortTimeout.given.upsert(1L, 1, "name", "a"));
      admin.setAutoCommit(false);
      statement.execute("LOCK TABLE " + shortTimeout.table + " IN ACCESS EXCLUSIVE MODE");
      List<Long> sessions = new ArrayList<>();
      BatchWriter blocked =
          shortTimeout.writer(
              shortTimeout.config(DeleteMode.SOFT, null, 100),
              length -> {
                sessions.add(waitingSessions(statement, shortTimeout.table));
                if (sessions.size() == 3) {
                  rollBack(admin);
                }
              });

      together(blocked, shortTimeout.given.upsert(1L, 2, "name", "b"));

      assertThat(shortTimeout.rows("name")).containsExactly("b");
      assertThat(shortTimeout.waits).containsOnly("55P03");
      assertThat(sessions).hasSize(3).containsOnly(0L);
    }
  }

  private static long waitingSessions(Statement statement, String table) {
    String sql =
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = '" + table + "'::regclass";
    try (ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @PostgresOnly("a session that is read-only by a setting")
  void aSessionThatIsReadOnlyIsNotUsedAgain() throws SQLException {
    try (TestTarget moved = through("?loginTimeout=13")) {
      BatchWriter writer = moved.soft();
      together(writer, moved.given.upsert(1L, 1, "name", "a"));
      // As on a server that became a standby while the pool was connected to it.
      moved.execute("SET default_transaction_read_only = on");

      together(writer, moved.given.upsert(1L, 2, "name", "b"));

      assertThat(moved.rows("name")).containsExactly("b");
      assertThat(moved.waits).containsExactly("25006");
    }
  }

  @Test
  @PostgresOnly("triggers that sleep")
  void anOverloadIsNotRepeatedForEachPartOfABatch() {
    try (TestTarget shortTimeout = through("?options=-c%20statement_timeout=400ms")) {
      shortTimeout.execute(
          ("CREATE FUNCTION %1$s_slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                  + " IF (SELECT count(*) FROM new) > 100 THEN PERFORM pg_sleep(9); END IF;"
                  + " RETURN NULL; END $$; CREATE TRIGGER slow AFTER INSERT ON %1$s REFERENCING NEW"
                  + " TABLE AS new FOR EACH STATEMENT EXECUTE FUNCTION %1$s_slow()")
              .formatted(shortTimeout.table));
      List<Change> changes = new ArrayList<>();
      for (long id = 0; id < 300; id++) {
        changes.add(shortTimeout.given.upsert(id, 1, "name", "a"));
      }

      WriteResult result = new WriteResult();
      shortTimeout.soft().write(changes, result);

      assertThat(result.counts()).isEqualTo(new WriteCounts(300, 0, 0));
      // The overloads of 300 rows and of 150 rows, but none of the other 150.
      assertThat(shortTimeout.waits)
          .hasSize(2 * (AdaptiveBatchSize.ATTEMPTS - 1))
          .containsOnly("57014");
      shortTimeout.execute("DROP FUNCTION " + shortTimeout.table + "_slow CASCADE");
    }
  }

  @Test
  void anInterruptEndsTheRetries() {
    Sleeper interrupted =
        length -> {
          throw new InterruptedException();
        };
    BatchWriter writer = target.writer(target.config(DeleteMode.SOFT, null, 10), interrupted);
    target.watched.beforeStatement(
        connection -> {
          throw FaultPlan.failure(TestDatabase.current().state("57P03"));
        });
    assertThatThrownBy(() -> together(writer, given.upsert(1L, 1)))
        .isInstanceOf(TargetException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void writersOfTheSameKeysInOppositeOrderEndRight() throws Exception {
    for (DeleteMode deletes : DeleteMode.values()) {
      race(deletes);
    }
  }

  private void race(DeleteMode deletes) throws Exception {
    target.execute("TRUNCATE " + target.table);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int worker = i;
      BatchWriter writer =
          target.writer(
              target.config(deletes, null, 100), length -> TimeUnit.MILLISECONDS.sleep(1));
      tasks.add(
          () -> {
            for (int round = 0; round < 30; round++) {
              writer.write(batch(worker, round), new WriteResult());
            }
            return null;
          });
    }
    for (Future<Void> done : workers.invokeAll(tasks)) {
      done.get();
    }
    workers.shutdown();

    // Round 29 of worker 3 is the newest of each key: an upsert of odd keys, a delete of even ones.
    List<String> live =
        deletes == DeleteMode.SOFT
            ? target.query("SELECT id FROM " + target.table + " WHERE NOT gone ORDER BY id")
            : target.rows("id");
    assertThat(live).hasSize(20).allMatch(id -> Integer.parseInt(id) % 2 == 1);
    assertThat(target.rows("id, name")).contains("39|3/29");
  }

  private List<Change> batch(int worker, int round) {
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 40; id++) {
      long version = 1 + round * 4L + worker;
      boolean delete = (id + round) % 2 == 1;
      String name = worker + "/" + round;
      changes.add(delete ? given.delete(id, version) : given.upsert(id, version, "name", name));
    }
    if (worker % 2 == 0) {
      Collections.reverse(changes);
    }
    return changes;
  }
}
