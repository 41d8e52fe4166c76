package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicMissingException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Judges how long the versions of deleted rows are kept: no older change may come when they are
 * gone, neither from the topics nor from a dead letter that is replayed.
 */
final class TombstoneChecks {
  private static final String SUBJECT = "target.tombstoneExpiry";

  private TombstoneChecks() {}

  /** A check where tombstones are to expire; none where they stay for ever. */
  static List<CheckResult> run(PortageConfig config, Clock clock) {
    Duration expiry = config.target().tombstoneExpiry();
    if (expiry == null) {
      return List.of();
    }
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      Optional<Duration> retention = cluster.retention(config.source().topics());
      if (retention.isEmpty()) {
        return List.of(
            CheckResult.failed(
                SUBJECT,
                "a topic keeps records for ever, so a deleted row could come back at any time;"
                    + " leave it out"));
      }
      return List.of(judge(expiry, retention.get(), oldestLetter(config, clock)));
    } catch (KafkaUnavailableException | TopicMissingException | IOException e) {
      return List.of(CheckResult.failed(SUBJECT, "cannot be judged: " + e.getMessage()));
    }
  }

  private static CheckResult judge(Duration expiry, Duration retention, Duration oldestLetter) {
    Duration least = retention.plus(oldestLetter);
    String sum =
        hours(retention)
            + " that the topics keep records"
            + (oldestLetter.isZero()
                ? ""
                : " and " + hours(oldestLetter) + " since the oldest unresolved dead letter");
    return expiry.compareTo(least) < 0
        ? CheckResult.failed(SUBJECT, hours(expiry) + " is less than " + sum)
        : CheckResult.ok(SUBJECT, hours(expiry) + " is not less than " + sum);
  }

  private static Duration oldestLetter(PortageConfig config, Clock clock) throws IOException {
    long now = clock.millis();
    long oldest =
        DeadLetterStore.of(config).summaries((place, problem) -> {}).stream()
            .filter(letter -> letter.resolution() == null)
            .mapToLong(DeadLetterSummary::firstFailedAt)
            .min()
            .orElse(now);
    return Duration.ofMillis(Math.max(0, now - oldest));
  }

  private static String hours(Duration duration) {
    return duration.toHours() >= 48
        ? duration.toDays() + " days"
        : duration.toHours() >= 1 ? duration.toHours() + " h" : duration.toSeconds() + " s";
  }
}
