package io.portage.verify.barrier;

import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.source.SourceDatabase;
import io.portage.verify.position.LogPosition;
import org.jspecify.annotations.Nullable;

/** Tells up to where a connector has delivered the source's log to Kafka. */
@FunctionalInterface
public interface ConnectorProgress {
  /**
   * The position that a connector has delivered.
   *
   * @param position every transaction that was committed up to it is in Kafka; null if that is not
   *     known
   * @param everything true if it is stated that the source is idle and all of it is in Kafka
   * @param detail where the position comes from and what holds it back; the reason if it is unknown
   * @param lasting true if an unknown position stays unknown until something is mended
   */
  record Delivered(
      @Nullable LogPosition position, boolean everything, String detail, boolean lasting) {
    /** Returns a known position. */
    public static Delivered upTo(LogPosition position, String detail) {
      return new Delivered(position, false, detail, false);
    }

    /** Returns an unknown position that may be known later. */
    public static Delivered notYet(String reason) {
      return new Delivered(null, false, reason, false);
    }

    /** Returns a position that stays unknown until something is mended. */
    public static Delivered unknown(String reason) {
      return new Delivered(null, false, reason, true);
    }

    /** Returns true if all transactions up to {@code wanted} are in Kafka. */
    public boolean covers(LogPosition wanted) {
      return everything || (position != null && position.hasReached(wanted));
    }
  }

  /** The statement of an operator that the source is idle and the connector has caught up. */
  ConnectorProgress IDLE =
      () -> new Delivered(null, true, "the source is stated to be idle (--source-idle)", false);

  /** Returns the progress of the source's connector, by whatever the configuration names. */
  static ConnectorProgress of(SourceConfig source) {
    DatabaseConfig database = source.database();
    if (database != null && database.slot() != null) {
      return new SlotProgress(SourceDatabase.of(source).orElseThrow(), database.slot());
    }
    if (database != null && database.connect() != null) {
      return new ConnectProgress(database.connect());
    }
    return () ->
        Delivered.unknown(
            "nothing tells what the connector has delivered: set source.jdbc.slot or"
                + " source.jdbc.connect, or state --source-idle");
  }

  /** Returns what the connector has delivered by now. */
  Delivered delivered();
}
