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
 */
final class SlotProgress implements ConnectorProgress {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final String QUERY =
      "SELECT confirmed_flush_lsn::text, active FROM pg_catalog.pg_replication_slots"
          + " WHERE slot_name = ?";

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
        return Delivered.upTo(
            LogPosition.parse(confirmed),
            "the slot "
                + slot
                + " has confirmed "
                + confirmed
                + "; Debezium confirms after its offsets are stored (offset.flush.interval.ms), and on"
                + " an idle source only after something that it decodes, such as the"
                + " heartbeat.action.query SELECT pg_logical_emit_message(false, 'heartbeat', '')");
      }
    } catch (SQLException failure) {
      return Delivered.unknown(source + ": " + source.dialect().explain(failure).message());
    }
  }
}
