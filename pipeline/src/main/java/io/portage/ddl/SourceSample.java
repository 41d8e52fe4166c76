package io.portage.ddl;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.kafka.LastRecords;
import io.portage.kafka.TopicAdmin;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.SourceKey;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The last records of the source's topics, by the source's table. It joins no group and commits
 * nothing.
 */
public final class SourceSample {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TableRoutes routes;
  private final Map<String, SampledTable> tables = new TreeMap<>();
  private final Map<String, String> unrouted = new TreeMap<>();
  private final Map<String, Integer> changes = new LinkedHashMap<>();
  private final Map<String, String> malformed = new LinkedHashMap<>();

  private SourceSample(TableRoutes routes) {
    this.routes = routes;
  }

  /**
   * Reads the last records of each topic: of those of the list, or of those that the pattern
   * selects now.
   *
   * @param format the source's format
   * @param routes the routes of the job; of no entries if there is no job yet
   * @param most the number of records of a topic, at least 1
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static SourceSample read(
      SourceConfig source, Format format, TableRoutes routes, int most, Clock clock) {
    SourceSample sample = new SourceSample(routes);
    try (TopicAdmin cluster = TopicAdmin.open(source);
        LastRecords records = LastRecords.open(source, clock)) {
      for (String topic : cluster.names(source.topicSelection())) {
        sample.changes.put(topic, 0);
        records.forEach(topic, most, PATIENCE, record -> sample.add(format, topic, record));
      }
    }
    return sample;
  }

  /**
   * Reads the last records of a job's topics.
   *
   * @param most the number of records of a topic, at least 1
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static SourceSample read(PortageConfig config, int most, Clock clock) {
    SourceConfig source = config.source();
    Format format = source.format().create(source.unavailableValuePlaceholder());
    return read(source, format, TableRoutes.of(config.tables()), most, clock);
  }

  /** The sample that these records of these topics make. */
  static SourceSample of(
      Format format, TableRoutes routes, List<String> topics, List<SourceRecord> records) {
    SourceSample sample = new SourceSample(routes);
    topics.forEach(topic -> sample.changes.put(topic, 0));
    records.forEach(record -> sample.add(format, record.coordinates().topic(), record));
    return sample;
  }

  private void add(Format format, String topic, SourceRecord record) {
    Envelope event = format.decode(topic, record.value(), record.headers());
    for (Envelope row : event.changes()) {
      addRow(format, topic, record, row);
    }
  }

  private void addRow(Format format, String topic, SourceRecord record, Envelope event) {
    String error = event.error();
    if (error != null) {
      malformed.putIfAbsent(topic, error);
    }
    if (error != null || (event.before() == null && event.after() == null)) {
      return;
    }
    changes.merge(topic, 1, Integer::sum);
    String name = event.table();
    SampledTable table = tables.computeIfAbsent(from(name, topic), from -> new SampledTable(name));
    format
        .describe(topic, record.key(), record.value(), record.headers())
        .ifPresent(described -> table.add(described, record.kafkaTime()));
    table.add(event, key(format, record));
  }

  /** Returns the name by which the table is routed; else its own, or the topic. */
  private String from(@Nullable String name, String topic) {
    String known = name == null ? topic : name;
    try {
      return routes.find(name, topic).map(TableConfig::from).orElse(known);
    } catch (AmbiguousRouteException e) {
      unrouted.put(known, String.valueOf(e.getMessage()));
      return known;
    }
  }

  private static @Nullable SourceKey key(Format format, SourceRecord record) {
    byte[] key = record.key();
    return key == null ? null : format.decodeKey(key, record.value(), record.headers());
  }

  /**
   * The tables by the name that the routes found, in alphabetical order; by the event's table, or
   * the topic, if no route leads to a target.
   */
  public Map<String, SampledTable> tables() {
    return tables;
  }

  /** Why changes of a source have no certain target, by its name. */
  public Map<String, String> unrouted() {
    return unrouted;
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
