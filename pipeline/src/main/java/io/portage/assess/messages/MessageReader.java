package io.portage.assess.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.assess.facts.MessageFacts;
import io.portage.config.SourceConfig;
import io.portage.kafka.LastRecords;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import io.portage.model.schema.SourceType;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Observes the last records of topics: what their structure shows, never their values. */
public final class MessageReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Format format;
  private final Map<String, Observation> tables = new TreeMap<>();
  private final Map<String, Integer> tombstones = new TreeMap<>();

  private MessageReader(Format format) {
    this.format = format;
  }

  /**
   * The observations.
   *
   * @param tables by table
   * @param tombstones the number of records without a value, by topic
   */
  public record Observations(List<MessageFacts> tables, Map<String, Integer> tombstones) {}

  /**
   * Reads the last records of each topic.
   *
   * @param topics existing topics
   * @param most the number of records of a topic, at least 1
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static Observations read(
      SourceConfig source, Collection<String> topics, int most, Clock clock) {
    MessageReader reader =
        new MessageReader(source.format().create(source.unavailableValuePlaceholder()));
    try (LastRecords records = LastRecords.open(source, clock)) {
      for (String topic : topics) {
        records.forEach(topic, most, PATIENCE, reader::add);
      }
    }
    return reader.observations();
  }

  /** Returns what these records show. */
  static Observations of(Format format, List<SourceRecord> records) {
    MessageReader reader = new MessageReader(format);
    records.forEach(reader::add);
    return reader.observations();
  }

  private Observations observations() {
    return new Observations(
        tables.entrySet().stream().map(one -> one.getValue().facts(one.getKey())).toList(),
        tombstones);
  }

  private void add(SourceRecord record) {
    String topic = record.coordinates().topic();
    Envelope event = format.decode(topic, record.value(), record.headers());
    if (event.op().equals(Envelope.TOMBSTONE)) {
      tombstones.merge(topic, 1, Integer::sum);
    }
    for (Envelope row : event.changes()) {
      addRow(record, topic, row);
    }
  }

  private void addRow(SourceRecord record, String topic, Envelope event) {
    if (event.error() != null || (event.before() == null && event.after() == null)) {
      return;
    }
    String table = event.table() == null ? topic : event.table();
    Observation seen = tables.computeIfAbsent(table, name -> new Observation());
    seen.topics.add(topic);
    byte[] key = record.key();
    Row keyColumns =
        key == null ? null : format.decodeKey(key, record.value(), record.headers()).columns();
    int keySize = 0;
    if (keyColumns != null) {
      seen.key.addAll(keyColumns.columns().names());
      keySize = keyColumns.columns().names().size();
    }
    seen.add(event, key != null, keySize);
    seen.unwrapped += isUnwrapped(record.value()) ? 1 : 0;
    Optional<SourceTable> described = format.describe(topic, key, record.value(), record.headers());
    described.ifPresent(schema -> seen.describe(schema, record.kafkaTime()));
  }

  /** Returns true for a JSON object that has a row's columns instead of an envelope's fields. */
  private static boolean isUnwrapped(byte @Nullable [] value) {
    JsonNode root;
    try {
      root = value == null ? null : JSON.readTree(value);
    } catch (IOException e) {
      return false; // another syntax, whose envelope is not looked at
    }
    if (root == null || !root.isObject()) {
      return false;
    }
    JsonNode payload = root.path("payload");
    JsonNode event =
        payload.isObject() && (root.size() == 1 || root.has("schema")) ? payload : root;
    return !event.path("op").isTextual() && !event.path("source").isObject();
  }

  /** The observations of one table so far. */
  private static final class Observation {
    private final Set<String> topics = new TreeSet<>();
    private final Set<String> key = new LinkedHashSet<>();
    private final Set<String> columns = new TreeSet<>();
    private final Set<String> unavailable = new TreeSet<>();
    private Map<String, SourceType> types = Map.of();
    private long newest = Long.MIN_VALUE;
    private int records;
    private int withSchema;
    private int snapshot;
    private int deletes;
    private int withoutKey;
    private int withoutPosition;
    private int wholeBefore;
    private int changed;
    private int unwrapped;

    void add(Envelope event, boolean hasKey, int keyColumns) {
      records++;
      withoutKey += hasKey ? 0 : 1;
      boolean isSnapshot = event.op().equals("r");
      snapshot += isSnapshot ? 1 : 0;
      // A snapshot's row is ordered below the changes and may have no position.
      withoutPosition += event.position() == null && !isSnapshot ? 1 : 0;
      boolean delete = event.op().equals("d");
      deletes += delete ? 1 : 0;
      if (delete || event.op().equals("u")) {
        changed++;
        Image before = event.before();
        if (before != null && before.row().columns().names().size() > keyColumns) {
          wholeBefore++;
        }
      }
      Image newer = event.after() == null ? event.before() : event.after();
      if (newer != null) {
        columns.addAll(newer.row().columns().names());
        columns.addAll(newer.unavailable());
        if (event.after() != null) {
          unavailable.addAll(newer.unavailable());
        }
      }
    }

    void describe(SourceTable schema, long time) {
      withSchema += schema.declared() ? 1 : 0;
      if (schema.declared() && time >= newest) {
        newest = time;
        Map<String, SourceType> declared = new TreeMap<>();
        for (SourceColumn column : schema.columns()) {
          declared.put(column.name(), column.type());
        }
        types = declared;
      }
    }

    MessageFacts facts(String from) {
      return new MessageFacts(
          from,
          topics,
          records,
          withSchema,
          snapshot,
          deletes,
          withoutKey,
          withoutPosition,
          wholeBefore,
          changed,
          unwrapped,
          new ArrayList<>(key),
          columns,
          unavailable,
          types);
    }
  }
}
