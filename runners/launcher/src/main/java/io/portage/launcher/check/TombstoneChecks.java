package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicMissingException;
import io.portage.launcher.output.DurationText;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks the time for which the versions of deleted rows are kept: no older change may arrive after
 * a version has expired, neither from the topics nor from the replay of a dead letter.
 */
final class TombstoneChecks {
  private static final String SUBJECT = "target.tombstoneExpiry";

  private TombstoneChecks() {}

  /** Returns a check if tombstones expire; none if they are kept without limit. */
  static List<CheckResult> run(PortageConfig config, Clock clock) {
    Duration expiry = config.target().tombstoneExpiry();
    if (expiry == null) {
      return List.of();
    }
    try (TopicAdmin cluster = TopicAdmin.open(config.source())) {
      Optional<Duration> retention =
          cluster.retention(cluster.names(config.source().topicSelection()));
      if (retention.isEmpty()) {
        return List.of(
            CheckResult.failed(
                SUBJECT,
                "a topic keeps records without limit, so a deleted row could come back at any time;"
                    + " leave it out"));
      }
      return List.of(check(expiry, retention.get(), oldestDeadLetter(config, clock)));
    } catch (KafkaUnavailableException | TopicMissingException | IOException e) {
      return List.of(CheckResult.failed(SUBJECT, "cannot be checked: " + e.getMessage()));
    }
  }

  private static CheckResult check(Duration expiry, Duration retention, Duration oldestDeadLetter) {
    Duration least = retention.plus(oldestDeadLetter);
    String sum =
        DurationText.of(retention)
            + " that the topics keep records"
            + (oldestDeadLetter.isZero()
                ? ""
                : " and "
                    + DurationText.of(oldestDeadLetter)
                    + " since the oldest unresolved dead letter");
    return expiry.compareTo(least) < 0
        ? CheckResult.failed(SUBJECT, DurationText.of(expiry) + " is less than " + sum)
        : CheckResult.ok(SUBJECT, DurationText.of(expiry) + " is not less than " + sum);
  }

  private static Duration oldestDeadLetter(PortageConfig config, Clock clock) throws IOException {
    long now = clock.millis();
    long oldest =
        DeadLetterStore.of(config).summaries((place, problem) -> {}).stream()
            .filter(deadLetter -> deadLetter.resolution() == null)
            .mapToLong(DeadLetterSummary::firstFailedAt)
            .min()
            .orElse(now);
    return Duration.ofMillis(Math.max(0, now - oldest));
  }
}
