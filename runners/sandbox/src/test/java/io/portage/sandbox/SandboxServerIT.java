package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Stops, kills and freezes each server separately; after every test both are running. */
class SandboxServerIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  static void close() {
    sandbox.close();
  }

  @Test
  void killedKafkaComesBackOnItsPortWithItsData() throws Exception {
    Clients.createTopic(sandbox, "killed");
    Clients.publish(sandbox, "killed", 0, "before");
    int port = sandbox.kafka().port();

    sandbox.kafka().kill();
    assertThat(sandbox.kafka().state()).isEqualTo(ServerState.STOPPED);
    sandbox.kafka().start();

    assertThat(sandbox.bootstrapServers()).endsWith(":" + port);
    Clients.publish(sandbox, "killed", 0, "after");
    assertThat(Clients.read(sandbox, "killed")).containsExactly("before", "after");
  }

  @Test
  void stoppedKafkaComesBackWithItsData() throws Exception {
    Clients.createTopic(sandbox, "stopped");
    Clients.publish(sandbox, "stopped", 0, "before");

    sandbox.kafka().stop();
    sandbox.kafka().start();

    assertThat(Clients.read(sandbox, "stopped")).containsExactly("before");
  }

  @Test
  void frozenKafkaKeepsAProducerWaitingUntilItIsThawed() throws Exception {
    Clients.createTopic(sandbox, "frozen");
    sandbox.kafka().freeze();

    waitsUntil(() -> sandbox.kafka().thaw(), () -> Clients.publish(sandbox, "frozen", 0, "late"));

    assertThat(Clients.read(sandbox, "frozen")).containsExactly("late");
  }

  @Test
  void killedPostgresComesBackWithCommittedData() throws Exception {
    Clients.execute(sandbox, "CREATE TABLE killed AS SELECT 7 AS id");
    try (Connection open = Clients.connect(sandbox)) {
      open.setAutoCommit(false);
      open.createStatement().execute("INSERT INTO killed VALUES (8)");

      sandbox.postgres().kill();

      assertThatThrownBy(open::commit).isInstanceOf(SQLException.class);
    }
    sandbox.postgres().start();

    assertThat(Clients.query(sandbox, "SELECT string_agg(id::text, ' ') FROM killed"))
        .isEqualTo("7");
  }

  @Test
  void stoppedPostgresDoesNotWaitForItsClients() throws Exception {
    Clients.execute(sandbox, "CREATE TABLE stopped AS SELECT 7 AS id");
    try (Connection open = Clients.connect(sandbox)) {
      sandbox.postgres().stop();

      assertThat(sandbox.postgres().state()).isEqualTo(ServerState.STOPPED);
      assertThat(open.isValid(5)).isFalse();
    }
    sandbox.postgres().start();

    assertThat(Clients.query(sandbox, "SELECT id FROM stopped")).isEqualTo("7");
  }

  @Test
  void frozenPostgresKeepsAnOpenConnectionWaitingUntilItIsThawed() throws Exception {
    try (Connection open = Clients.connect(sandbox)) {
      sandbox.postgres().freeze();

      waitsUntil(() -> sandbox.postgres().thaw(), () -> open.createStatement().execute("SELECT 1"));
    }
  }

  @Test
  void frozenServersCanBeKilledAndStopped() {
    sandbox.postgres().freeze();
    sandbox.postgres().kill();
    sandbox.postgres().start();
    sandbox.postgres().freeze();
    sandbox.postgres().stop();
    sandbox.postgres().start();

    assertThat(sandbox.postgres().state()).isEqualTo(ServerState.RUNNING);
  }

  @Test
  void aCrashedServerIsStopped() {
    ProcessHandle postmaster = ProcessHandle.of(sandbox.postgres().pid()).orElseThrow();

    postmaster.destroyForcibly();
    postmaster.onExit().join();

    assertThat(sandbox.postgres().state()).isEqualTo(ServerState.STOPPED);
    // The children end a little later, and until then PostgreSQL refuses to use the data folder.
    await().ignoreException(SandboxException.class).until(this::postgresStarts);
  }

  private boolean postgresStarts() {
    sandbox.postgres().start();
    return true;
  }

  @Test
  void rejectsImpossibleOperationsWithTheReason() {
    assertThatThrownBy(() -> sandbox.postgres().start())
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("postgres is RUNNING, not STOPPED");
    assertThatThrownBy(() -> sandbox.kafka().thaw())
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("kafka is RUNNING, not FROZEN");
  }

  private static void waitsUntil(Runnable release, Executable request) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      Future<?> answer = executor.submit(() -> run(request));
      assertThatThrownBy(() -> answer.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);

      release.run();

      answer.get(30, TimeUnit.SECONDS);
    } finally {
      executor.shutdownNow();
    }
  }

  private static Void run(Executable request) throws ExecutionException {
    try {
      request.execute();
      return null;
    } catch (Throwable e) {
      throw new ExecutionException(e);
    }
  }
}
