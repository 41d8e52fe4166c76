package io.portage.verify.barrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portage.config.JdbcConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialects;
import io.portage.verify.barrier.ConnectorProgress.Delivered;
import io.portage.verify.position.LogPosition;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

@ExtendWith(SandboxExtension.class)
@Timeout(120)
final class SlotProgressIT {
  private static final String SLOT = "slot_progress";

  @Test
  void thePositionOfASlotCountsOnceItsConnectionHasConfirmedIt(Sandbox sandbox) throws Exception {
    SlotProgress progress = new SlotProgress(source(sandbox), SLOT);
    assertThat(progress.delivered().detail()).contains("has no replication slot");
    execute(sandbox, "SELECT pg_create_logical_replication_slot('slot_progress', 'pgoutput')");
    try {
      assertThat(progress.delivered().lasting()).as("a snapshot is read").isTrue();
      try (Connection connection = replication(sandbox)) {
        PGReplicationStream stream =
            connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(SLOT)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", "none")
                .withAutomaticFlush(false)
                .start();
        stream.forceUpdateStatus();
        Delivered connected = progress.delivered();

        assertThat(connected.position()).as("its records may be unsent").isNull();
        assertThat(connected.lasting()).isFalse();
        assertThat(connected.detail()).contains("has confirmed nothing", SLOT);

        LogSequenceNumber made = LogSequenceNumber.valueOf(position(sandbox));
        stream.setFlushedLSN(made);
        stream.setAppliedLSN(made);
        stream.forceUpdateStatus();
        await()
            .untilAsserted(
                () ->
                    assertThat(progress.delivered().covers(LogPosition.ofLsn(made.asLong())))
                        .isTrue());
      }
    } finally {
      await()
          .ignoreExceptions()
          .until(
              () -> {
                execute(sandbox, "SELECT pg_drop_replication_slot('slot_progress')");
                return true;
              });
    }
  }

  /** The source as a user who may see the server's statistics. */
  private static SourceDatabase source(Sandbox sandbox) {
    JdbcConfig connection =
        new JdbcConfig(sandbox.jdbcUrl(), Secret.of("postgres"), Secret.of("postgres"));
    return new SourceDatabase(
        new DatabaseConfig(connection, Map.of()), Dialects.of(sandbox.jdbcUrl()));
  }

  private static void execute(Sandbox sandbox, String sql) throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the position of the slot, which it has since it was made. */
  private static String position(Sandbox sandbox) throws SQLException {
    try (Connection admin = DriverManager.getConnection(sandbox.adminJdbcUrl());
        Statement statement = admin.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT confirmed_flush_lsn::text FROM pg_replication_slots"
                    + " WHERE slot_name = 'slot_progress'")) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection replication(Sandbox sandbox) throws SQLException {
    Properties properties = new Properties();
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    return DriverManager.getConnection(sandbox.adminJdbcUrl(), properties);
  }
}
