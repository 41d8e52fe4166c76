package io.portage.ddl;

import io.portage.config.SourceConfig;
import io.portage.kafka.LastRecords;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last records of the source's topics, by the source's table. It joins no group and commits
 * nothing.
 */
public final class SourceSample {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, SampledTable> tables = new TreeMap<>();
  private final Map<String, Integer> changes = new LinkedHashMap<>();
  private final Map<String, String> malformed = new LinkedHashMap<>();

  private SourceSample() {}

  /**
   * Reads the last records of each topic.
   *
   * @param format the source's format
   * @param most the number of records of a topic, at least 1
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static SourceSample read(SourceConfig source, Format format, int most, Clock clock) {
    SourceSample sample = new SourceSample();
    try (LastRecords records = LastRecords.open(source, clock)) {
      for (String topic : source.topics()) {
        sample.changes.put(topic, 0);
        records.forEach(topic, most, PATIENCE, record -> sample.add(format, topic, record));
      }
    }
    return sample;
  }

  /** The sample that these records of these topics make. */
  static SourceSample of(Format format, List<String> topics, List<SourceRecord> records) {
    SourceSample sample = new SourceSample();
    topics.forEach(topic -> sample.changes.put(topic, 0));
    records.forEach(record -> sample.add(format, record.coordinates().topic(), record));
    return sample;
  }

  private void add(Format format, String topic, SourceRecord record) {
    Envelope event = format.decode(topic, record.value(), record.headers());
    String error = event.error();
    if (error != null) {
      malformed.putIfAbsent(topic, error);
    }
    if (error != null || (event.before() == null && event.after() == null)) {
      return;
    }
    changes.merge(topic, 1, Integer::sum);
    String name = event.table();
    SampledTable table =
        tables.computeIfAbsent(name == null ? topic : name, from -> new SampledTable(name));
    format
        .describe(topic, record.key(), record.value(), record.headers())
        .ifPresent(described -> table.add(described, record.kafkaTime()));
    table.add(event, key(format, record));
  }

  private static @Nullable SourceKey key(Format format, SourceRecord record) {
    byte[] key = record.key();
    return key == null ? null : format.decodeKey(key, record.value(), record.headers());
  }

  /** The tables by {@code tables[].from}, in alphabetical order. */
  public Map<String, SampledTable> tables() {
    return tables;
  }

  /** Returns the table of {@code tables[].from}, or empty if no record is a change of it. */
  public Optional<SampledTable> table(String from) {
    return Optional.ofNullable(tables.get(from));
  }

  /** The number of changes of rows by topic; 0 for a topic without one. */
  public Map<String, Integer> changes() {
    return changes;
  }

  /** The first error of a record by topic, without values. */
  public Map<String, String> malformed() {
    return malformed;
  }
}
