package io.portage.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxIT {
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
  void kafkaKeepsRecordsWithOldTimestamps() throws Exception {
    Clients.createTopic(sandbox, "old");

    Clients.publish(sandbox, "old", Instant.parse("2024-09-17T00:00:00Z").toEpochMilli(), "event");

    assertThat(Clients.read(sandbox, "old")).containsExactly("event");
    assertThat(topicConfig("old", "retention.ms")).isEqualTo("-1");
  }

  @Test
  void kafkaDoesNotCreateTopicsAutomatically() {
    assertThatThrownBy(() -> topicDescription("nobody-made-me"))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
  }

  @Test
  void postgresServesTheApplicationsDatabaseToItsOwner() throws Exception {
    Clients.execute(sandbox, "CREATE TABLE mine (id bigint PRIMARY KEY)");

    String owner = "SELECT tableowner FROM pg_tables WHERE tablename = 'mine'";
    assertThat(Clients.query(sandbox, owner)).isEqualTo("app");
    assertThat(Clients.query(sandbox, "SHOW wal_level")).isEqualTo("logical");
    assertThat(Clients.query(sandbox, "SHOW max_connections")).isEqualTo("200");
    assertThat(Clients.query(sandbox, "SHOW server_encoding")).isEqualTo("UTF8");
  }

  @Test
  void postgresChecksThePassword() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), "guessed"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @Test
  void theAdministratorIsSuperuser() throws Exception {
    try (var connection = DriverManager.getConnection(sandbox.adminJdbcUrl());
        var row = connection.createStatement().executeQuery("SHOW is_superuser")) {
      row.next();

      assertThat(row.getString(1)).isEqualTo("on");
    }
  }

  @Test
  void twoSandboxesRunSideBySide() throws Exception {
    try (Sandbox other = Sandbox.start()) {
      Clients.createTopic(sandbox, "here");
      Clients.createTopic(other, "there");
      Clients.execute(other, "CREATE TABLE there (id bigint)");

      assertThat(topics(sandbox)).contains("here").doesNotContain("there");
      assertThat(topics(other)).contains("there").doesNotContain("here");
      assertThat(Clients.query(sandbox, "SELECT to_regclass('there')")).isNull();
    }
  }

  @Test
  void closingLeavesNoProcessAndNoFile(@TempDir Path folder) {
    Sandbox shortLived = Sandbox.start(SandboxOptions.defaults().withDirectory(folder));
    List<ProcessHandle> processes = Processes.serversOf(shortLived);
    assertThat(folder).isNotEmptyDirectory();

    shortLived.close();

    assertThat(folder).isEmptyDirectory();
    assertThat(processes).hasSizeGreaterThan(2).noneMatch(Processes::runs);
  }

  @Test
  void anInterruptedThreadClosesTheSandbox(@TempDir Path folder) {
    Sandbox shortLived = Sandbox.start(SandboxOptions.defaults().withDirectory(folder));

    Thread.currentThread().interrupt();
    shortLived.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void closingTwiceHasNoEffect() {
    Sandbox shortLived = Sandbox.start();

    shortLived.close();
    shortLived.close();

    assertThat(shortLived.directory()).doesNotExist();
    assertThatThrownBy(() -> shortLived.kafka().stop()).isInstanceOf(SandboxException.class);
  }

  @Test
  void aStartThatTakesTooLongFailsAndLeavesNothing(@TempDir Path folder) {
    SandboxOptions hasty =
        SandboxOptions.defaults().withDirectory(folder).withStartTimeout(Duration.ofMillis(1));

    assertThatThrownBy(() -> Sandbox.start(hasty))
        .isInstanceOf(SandboxException.class)
        .hasMessageContaining("did not answer in PT0.001S");

    assertThat(folder).isEmptyDirectory();
  }

  private static String topicConfig(String topic, String key) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Clients.admin(sandbox)) {
      return admin.describeConfigs(List.of(resource)).all().get().get(resource).get(key).value();
    }
  }

  private static void topicDescription(String topic) throws Exception {
    try (Admin admin = Clients.admin(sandbox)) {
      admin.describeTopics(List.of(topic)).allTopicNames().get();
    }
  }

  private static Iterable<String> topics(Sandbox from) throws Exception {
    try (Admin admin = Clients.admin(from)) {
      return admin.listTopics().names().get();
    }
  }
}
