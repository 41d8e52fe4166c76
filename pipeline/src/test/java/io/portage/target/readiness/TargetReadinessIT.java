package io.portage.target.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.target.Dialects;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
@Timeout(120)
@Tag("full")
final class TargetReadinessIT {
  @Test
  void sequencesOfPostgres(Sandbox sandbox) throws SQLException {
    TargetReadiness readiness = Dialects.of(sandbox.jdbcUrl()).readiness().orElseThrow();
    List<String> tables = List.of("ready.Parts", "ready.down", "ready.texts", "ready.missing");
    try (Connection connection = DriverManager.getConnection(sandbox.adminJdbcUrl())) {
      run(
          connection,
          """
          CREATE SCHEMA ready;
          CREATE TABLE ready."Parts" (
            id bigint GENERATED ALWAYS AS IDENTITY, n int, PRIMARY KEY (id)) PARTITION BY RANGE (id);
          CREATE TABLE ready.part1 PARTITION OF ready."Parts" FOR VALUES FROM (1) TO (1000);
          INSERT INTO ready."Parts" OVERRIDING SYSTEM VALUE VALUES (500, 1);
          CREATE SEQUENCE ready."Down" INCREMENT -1;
          CREATE TABLE ready.down (id int DEFAULT nextval('ready."Down"'));
          INSERT INTO ready.down VALUES (-3);
          CREATE SEQUENCE ready.codes;
          CREATE TABLE ready.texts (code text DEFAULT 'A' || nextval('ready.codes'));
          INSERT INTO ready.texts VALUES ('A7');
          """);
      connection.setAutoCommit(false);

      List<KeyGenerator> found = readiness.keyGenerators(connection, tables);

      assertThat(found.stream().map(KeyGenerator::name))
          .containsExactly("ready.\"Down\"", "ready.\"Parts_id_seq\"", "ready.codes");
      assertThat(found.get(0).isBeyondKeys()).isFalse();
      assertThat(found.get(1).columns()).containsExactly("ready.\"Parts\".id");
      assertThat(found.get(1).outermost()).isEqualTo(BigInteger.valueOf(500));
      assertThat(found.get(2).uncomparable()).containsExactly("ready.texts.code");
      for (KeyGenerator generator : found.subList(0, 2)) {
        readiness.advance(connection, generator);
      }
      assertThat(readiness.keyGenerators(connection, tables))
          .allMatch(KeyGenerator::isBeyondKeys)
          .extracting(KeyGenerator::next)
          .startsWith(BigInteger.valueOf(-4), BigInteger.valueOf(501));
      connection.commit();
      run(connection, "DROP SCHEMA ready CASCADE");
      connection.commit();
    }
  }

  @Test
  void theStateOfMariaDb(Sandbox sandbox) throws SQLException {
    TargetReadiness readiness = Dialects.of(sandbox.mariaDb().jdbcUrl()).readiness().orElseThrow();
    try (Connection connection = DriverManager.getConnection(sandbox.mariaDb().adminJdbcUrl())) {
      run(connection, "CREATE SEQUENCE ready_numbers");
      run(
          connection,
          "CREATE TABLE ready (id int AUTO_INCREMENT PRIMARY KEY,"
              + " n bigint DEFAULT (NEXT VALUE FOR ready_numbers), KEY by_n (n)) ENGINE=InnoDB");
      run(connection, "INSERT INTO ready VALUES (41, 7)");
      List<String> tables = List.of("ready");

      List<KeyGenerator> found = readiness.keyGenerators(connection, tables);

      assertThat(found).hasSize(2);
      assertThat(found.get(0).next()).isEqualTo(BigInteger.valueOf(42));
      assertThat(found.get(0).isBeyondKeys()).isTrue();
      assertThat(found.get(1).isBeyondKeys()).isFalse();
      connection.setAutoCommit(false);
      readiness.advance(connection, found.get(1));
      assertThat(readiness.keyGenerators(connection, tables)).allMatch(KeyGenerator::isBeyondKeys);
      assertThat(readiness.indexes(connection, tables)).isEmpty();
      assertThat(readiness.constraints(connection, tables)).isEmpty();
      assertThat(readiness.storage(connection, tables)).isEmpty();
      run(connection, "ALTER TABLE ready ALTER INDEX by_n IGNORED");
      assertThat(readiness.indexes(connection, tables))
          .extracting(Obstacle::object)
          .containsExactly("ready.by_n");
      run(connection, "DROP TABLE ready");
      run(connection, "DROP SEQUENCE ready_numbers");
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
