package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.SandboxMariaDb;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The obstacles of a real MariaDB as source and target. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class DirectAssessMariaDbIT {
  private static final List<String> TABLES =
      List.of(
          "CREATE TABLE assess_parent (id bigint PRIMARY KEY) ENGINE = InnoDB",
          "CREATE TABLE assess_child (id bigint PRIMARY KEY, parent bigint, code varchar(9) NOT NULL"
              + " UNIQUE, FOREIGN KEY (parent) REFERENCES assess_parent (id) ON DELETE CASCADE)",
          "CREATE TABLE assess_named (name varchar(20) COLLATE utf8mb4_general_ci PRIMARY KEY)",
          "CREATE TABLE assess_nokey (id bigint)",
          "CREATE TABLE assess_to_child (id bigint PRIMARY KEY, parent bigint, code varchar(9),"
              + " v decimal(65,0)) ENGINE = MyISAM",
          "CREATE TABLE assess_to_nokey (id bigint, v decimal(65,0))",
          "CREATE TRIGGER assess_stamp BEFORE INSERT ON assess_to_nokey FOR EACH ROW"
              + " SET NEW.id = NEW.id");

  private static final String CONFIG =
      """
      name: assessed
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: ${GROUP}}
        format: debezium-json
        jdbc: {url: "%1$s", user: %2$s, password: %3$s}
      tables:
        - {from: appdb.assess_child, to: assess_to_child, key: [id], deletes: hard, metadata: {version: v}}
        - {from: appdb.assess_nokey, to: assess_to_nokey, key: [id], deletes: hard, metadata: {version: v}}
        - {from: appdb.assess_named, to: assess_to_named, key: [name], deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "%1$s", user: %2$s, password: %3$s}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @TempDir private Path folder;

  @Test
  void findsEveryPlantedObstacleById(Sandbox sandbox) throws Exception {
    SandboxMariaDb server = sandbox.mariaDb();
    TestJob job = Commands.job(sandbox, "assess-mariadb", 1);
    try (Connection admin = DriverManager.getConnection(server.adminJdbcUrl());
        Connection open = DriverManager.getConnection(server.adminJdbcUrl())) {
      execute(
          admin,
          List.of(
              "DROP TABLE IF EXISTS assess_child, assess_parent, assess_named, assess_nokey,"
                  + " assess_to_child, assess_to_nokey"));
      execute(admin, TABLES);
      open.setAutoCommit(false);
      execute(open, List.of("INSERT INTO assess_parent VALUES (1)"));
      execute(
          admin,
          List.of(
              "SET @image = @@GLOBAL.binlog_row_image, @kept = @@GLOBAL.expire_logs_days",
              "SET GLOBAL binlog_row_image = MINIMAL",
              "SET GLOBAL binlog_expire_logs_seconds = 3600"));
      String hidden;
      String seen;
      try {
        hidden = assess(job, server, server.user(), server.password());
        seen = assess(job, server, server.adminUser(), server.adminPassword());
      } finally {
        execute(
            admin,
            List.of("SET GLOBAL binlog_row_image = @image", "SET GLOBAL expire_logs_days = @kept"));
      }

      assertThat(hidden)
          .startsWith(ExitCode.FAILED + "\n")
          .contains("source-not-visible")
          .doesNotContain("source-transaction-long");
      assertThat(seen)
          .startsWith(ExitCode.FAILED + "\n")
          .contains(
              "source-binlog-image",
              "source-binlog-expiry",
              "source-cascade  appdb.assess_child",
              "source-key-collation  appdb.assess_named.name",
              "source-key-missing  appdb.assess_nokey",
              "source-table-without-topic  appdb.assess_parent",
              "source-transaction-long",
              "source-unique-key  appdb.assess_child",
              "target-engine  appdb.assess_to_child",
              "target-key-missing  appdb.assess_to_nokey",
              "target-table-missing  assess_to_named",
              "target-trigger  appdb.assess_to_nokey")
          .doesNotContain("source-not-visible", "target-privilege-missing", "-not-read");
      open.rollback();
    }
  }

  private String assess(TestJob job, SandboxMariaDb server, String user, String password)
      throws Exception {
    Path config =
        Commands.write(
            folder.resolve(user + ".yaml"),
            job,
            CONFIG.formatted(server.jdbcUrl(), user, password));
    return portage("assess", "--config=" + config, "--long-transaction=0s");
  }

  private static void execute(Connection connection, List<String> statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }
}
