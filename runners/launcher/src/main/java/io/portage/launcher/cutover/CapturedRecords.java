package io.portage.launcher.cutover;

import io.portage.kafka.StopOffsets;
import io.portage.target.connection.Sleeper;
import io.portage.verify.barrier.ConnectorProgress;
import io.portage.verify.barrier.ConnectorProgress.Delivered;
import io.portage.verify.position.LogPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Tells whether a connector has sent records to the job's topics since a moment. */
final class CapturedRecords {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ConnectorProgress connector;
  private final Supplier<StopOffsets> topics;
  private final Duration patience;
  private final Clock clock;
  private final Sleeper sleeper;

  CapturedRecords(
      ConnectorProgress connector,
      Supplier<StopOffsets> topics,
      Duration patience,
      Clock clock,
      Sleeper sleeper) {
    this.connector = connector;
    this.topics = topics;
    this.patience = patience;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * The records of a time.
   *
   * @param isNone true if there surely is none
   * @param detail what was seen, or the reason why it is not known
   */
  record Since(boolean isNone, String detail) {}

  /** Returns the present ends of the job's topics. */
  StopOffsets ends() {
    return topics.get();
  }

  /**
   * Tells whether a record has come into the topics since a moment. Waits until the connector has
   * delivered {@code position}, unless one comes before that.
   *
   * @param before the topics' ends at that moment
   * @param position the source's position at a later moment
   */
  Since since(StopOffsets before, LogPosition position) throws InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    while (true) {
      Delivered delivered = connector.delivered();
      if (!topics.get().equals(before)) {
        return new Since(false, "records have come into the job's topics");
      }
      if (delivered.position() != null && delivered.covers(position)) {
        return new Since(true, "no record has come into the job's topics up to " + position);
      }
      if (delivered.position() == null && (delivered.lasting() || delivered.everything())) {
        return new Since(false, "it is not known of which tables: " + delivered.detail());
      }
      if (!clock.instant().isBefore(deadline)) {
        return new Since(false, "it is not known yet of which tables: " + delivered.detail());
      }
      sleeper.sleep(PAUSE);
    }
  }
}
