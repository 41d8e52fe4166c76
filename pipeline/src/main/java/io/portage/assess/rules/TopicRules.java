package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TopicFacts;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds obstacles in the topics' settings. A snapshot is assumed to read {@value
 * #SNAPSHOT_BYTES_PER_SECOND} bytes and {@value #SNAPSHOT_ROWS_PER_SECOND} rows per second of all
 * tables of the job, one after the other, whichever takes longer, and never less than an hour.
 */
final class TopicRules {
  static final long SNAPSHOT_BYTES_PER_SECOND = 5_000_000;
  static final long SNAPSHOT_ROWS_PER_SECOND = 10_000;
  private static final long LEAST_SECONDS = 3_600;

  private TopicRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    long snapshot = snapshotSeconds(facts);
    for (TopicFacts topic : facts.topics()) {
      if (topic.exists()) {
        retention(topic, facts, snapshot, output);
        compaction(topic, facts, output);
      } else {
        output.accept(
            new Finding(
                FindingKind.TOPIC_MISSING,
                topic.name(),
                "the cluster has no such topic",
                new Fix(
                    Place.TOPIC,
                    "kafka-topics.sh --create --topic "
                        + topic.name()
                        + " --config retention.ms=-1")));
      }
    }
  }

  private static long snapshotSeconds(Facts facts) {
    long bytes = 0;
    long rows = 0;
    for (var table : facts.job().tables()) {
      bytes += facts.sourceTable(table).map(TableFacts::bytes).orElse(0L);
      rows += Math.max(0, facts.sourceTable(table).map(TableFacts::rows).orElse(0L));
    }
    return Math.max(
        LEAST_SECONDS,
        Math.max(bytes / SNAPSHOT_BYTES_PER_SECOND, rows / SNAPSHOT_ROWS_PER_SECOND));
  }

  private static void retention(
      TopicFacts topic, Facts facts, long snapshot, Consumer<Finding> output) {
    Fix keep =
        new Fix(
            Place.TOPIC,
            "kafka-configs.sh --alter --topic "
                + topic.name()
                + " --add-config retention.ms=-1,retention.bytes=-1");
    if (topic.unread() > 0) {
      output.accept(
          new Finding(
              FindingKind.TOPIC_RECORDS_REMOVED,
              topic.name(),
              topic.unread() + " offsets below the first record were never read",
              new Fix(
                  Place.CONNECTOR,
                  "-- take a new snapshot (an incremental one by a signal, or a new connector)"
                      + " after: "
                      + keep.text())));
    }
    if (!topic.deletes() || (topic.retentionMillis() < 0 && topic.retentionBytes() < 0)) {
      return;
    }
    long bytes = bytes(topic, facts);
    boolean brief = topic.retentionMillis() >= 0 && topic.retentionMillis() / 1_000 < snapshot;
    boolean small =
        topic.retentionBytes() >= 0 && topic.retentionBytes() * topic.partitions() < bytes;
    String evidence =
        (topic.retentionMillis() < 0
                ? ""
                : "kept for " + Sizes.duration(topic.retentionMillis() / 1_000))
            + (topic.retentionMillis() < 0 || topic.retentionBytes() < 0 ? "" : ", ")
            + (topic.retentionBytes() < 0
                ? ""
                : "at most " + Sizes.text(topic.retentionBytes()) + " a partition");
    output.accept(
        brief || small
            ? new Finding(
                FindingKind.TOPIC_RETENTION_SHORT,
                topic.name(),
                evidence
                    + "; a snapshot is assumed to take "
                    + Sizes.duration(snapshot)
                    + (bytes == 0 ? "" : ", its tables have " + Sizes.text(bytes)),
                keep)
            : new Finding(FindingKind.TOPIC_RETENTION, topic.name(), evidence, keep));
  }

  /** The size of the source's tables whose changes the topic has. */
  private static long bytes(TopicFacts topic, Facts facts) {
    return facts.messages().stream()
        .filter(seen -> seen.topics().contains(topic.name()))
        .flatMap(seen -> facts.job().table(seen.from()).stream())
        .flatMap(job -> facts.sourceTable(job).stream())
        .mapToLong(TableFacts::bytes)
        .sum();
  }

  private static void compaction(TopicFacts topic, Facts facts, Consumer<Finding> output) {
    if (!topic.compacted()) {
      return;
    }
    Set<String> partial = new TreeSet<>();
    for (MessageFacts seen : facts.messages()) {
      if (seen.topics().contains(topic.name())) {
        seen.unavailable().forEach(column -> partial.add(seen.from() + "." + column));
      }
    }
    Fix delete =
        new Fix(
            Place.TOPIC,
            "kafka-configs.sh --alter --topic "
                + topic.name()
                + " --add-config cleanup.policy=delete,retention.ms=-1");
    output.accept(
        partial.isEmpty()
            ? new Finding(
                FindingKind.TOPIC_COMPACTED, topic.name(), "cleanup.policy has compact", delete)
            : new Finding(
                FindingKind.TOPIC_COMPACTED_PARTIAL,
                topic.name(),
                "cleanup.policy has compact, and records lack " + String.join(", ", partial),
                delete));
  }
}
