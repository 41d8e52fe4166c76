package io.portage.verify.barrier;

import io.portage.source.SourceDatabase;
import io.portage.verify.position.LogPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * The progress of a connector by its replication slot: Debezium confirms a position after its
 * records are in Kafka and its offsets are stored.
 *
 * <p>The position of a slot that was just made is that of the connector's snapshot, and says
 * nothing about its records. So the position counts only if the connection that uses the slot has
 * confirmed one. Only a user with pg_read_all_stats can see that; for others the position counts in
 * any case.
 */
final class SlotProgress implements ConnectorProgress {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final String QUERY =
      "SELECT s.confirmed_flush_lsn::text, s.active, r.state IS NOT NULL AND r.flush_lsn IS NULL"
          + " FROM pg_catalog.pg_replication_slots s"
          + " LEFT JOIN pg_catalog.pg_stat_replication r ON r.pid = s.active_pid"
          + " WHERE s.slot_name = ?";

  private static final String CONFIRMS =
      "Debezium confirms after its offsets are stored (offset.flush.interval.ms), and on an idle"
          + " source only after something that it decodes, such as the heartbeat.action.query"
          + " SELECT pg_logical_emit_message(false, 'heartbeat', '')";

  private final SourceDatabase source;
  private final String slot;

  SlotProgress(SourceDatabase source, String slot) {
    this.source = source;
    this.slot = slot;
  }

  @Override
  public Delivered delivered() {
    try (Connection connection = source.connect(LONGEST);
        PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Delivered.unknown(
              "the source has no replication slot " + slot + " (source.jdbc.slot)");
        }
        String confirmed = row.getString(1);
        if (confirmed == null) {
          return Delivered.unknown("the slot " + slot + " is not one of logical replication");
        }
        if (!row.getBoolean(2)) {
          // A slot that was just made has confirmed the position of a snapshot that is still read.
          return Delivered.unknown(
              "the slot "
                  + slot
                  + " is not active: the connector takes its first snapshot, or does not run");
        }
        if (row.getBoolean(3)) {
          // So has one whose connector has read its snapshot, and may still send the last records.
          return Delivered.notYet(
              "the connector has confirmed nothing at the slot "
                  + slot
                  + " since it connected; "
                  + CONFIRMS);
        }
        return Delivered.upTo(
            LogPosition.parse(confirmed),
            "the slot " + slot + " has confirmed " + confirmed + "; " + CONFIRMS);
      }
    } catch (SQLException failure) {
      return Delivered.unknown(source + ": " + source.dialect().explain(failure).message());
    }
  }
}
