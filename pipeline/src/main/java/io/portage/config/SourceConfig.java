package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka source.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param topics at least one
 * @param groupId the consumer group whose offsets follow the outcomes
 * @param startFrom where to begin
 * @param startInstant the instant for {@link StartFrom#INSTANT}, otherwise null
 * @param properties further Kafka client properties; may hold secrets, never shown
 * @param format how values are encoded
 * @param avroSchema for {@link FormatName#AVRO}: the schema's text, otherwise null
 * @param maxFutureSkew how far a change's time may lie ahead of the clock, 10 min by default
 * @param unavailableValuePlaceholder what stands for a value that the source could not tell, by
 *     default {@code __debezium_unavailable_value}
 * @param discovery what is done about new partitions and topics
 * @param unrouted what becomes of changes of tables that the configuration does not name
 * @param debezium how Debezium's connector writes values, {@link DebeziumConfig#UNSET} by default
 */
public record SourceConfig(
    String bootstrapServers,
    List<String> topics,
    String groupId,
    StartFrom startFrom,
    @Nullable Instant startInstant,
    Map<String, Secret> properties,
    FormatName format,
    @Nullable String avroSchema,
    Duration maxFutureSkew,
    String unavailableValuePlaceholder,
    DiscoveryConfig discovery,
    UnroutedPolicy unrouted,
    DebeziumConfig debezium)
    implements Serializable {

  /** A source with the defaults of {@link DiscoveryConfig} and {@link DebeziumConfig}. */
  public SourceConfig(
      String bootstrapServers,
      List<String> topics,
      String groupId,
      StartFrom startFrom,
      @Nullable Instant startInstant,
      Map<String, Secret> properties,
      FormatName format,
      @Nullable String avroSchema,
      Duration maxFutureSkew,
      String unavailableValuePlaceholder) {
    this(
        bootstrapServers,
        topics,
        groupId,
        startFrom,
        startInstant,
        properties,
        format,
        avroSchema,
        maxFutureSkew,
        unavailableValuePlaceholder,
        DiscoveryConfig.DEFAULTS,
        UnroutedPolicy.DEAD_LETTER,
        DebeziumConfig.UNSET);
  }

  /** The same source with another {@code discovery}. */
  public SourceConfig with(DiscoveryConfig other) {
    return new SourceConfig(
        bootstrapServers,
        topics,
        groupId,
        startFrom,
        startInstant,
        properties,
        format,
        avroSchema,
        maxFutureSkew,
        unavailableValuePlaceholder,
        other,
        unrouted,
        debezium);
  }

  /** The same source with another {@code debezium}. */
  public SourceConfig with(DebeziumConfig other) {
    return new SourceConfig(
        bootstrapServers,
        topics,
        groupId,
        startFrom,
        startInstant,
        properties,
        format,
        avroSchema,
        maxFutureSkew,
        unavailableValuePlaceholder,
        discovery,
        unrouted,
        other);
  }

  /** What becomes of a change of a table that the configuration does not name. */
  public enum UnroutedPolicy {
    /** It becomes a dead letter. */
    DEAD_LETTER,
    /** It is ignored, and counted by its table. */
    IGNORE
  }

  /** Where a run begins that has no state of its own. */
  public enum StartFrom {
    /** At the group's committed offsets; at the beginning of a partition that has none. */
    COMMITTED,
    /** At the beginning. */
    EARLIEST,
    /** At the end. */
    LATEST,
    /** At the first record whose Kafka timestamp is not before an instant. */
    INSTANT
  }

  /** The formats that Decode knows. */
  public enum FormatName {
    /** {@code {op, before, after, timestamp_ms}}. */
    ENVELOPE_JSON("envelope-json"),
    /** Debezium's JSON, with or without schema. */
    DEBEZIUM_JSON("debezium-json"),
    /** Binary Avro of one schema, shaped like the envelope. */
    AVRO("avro");

    private final String label;

    FormatName(String label) {
      this.label = label;
    }

    /** The name in the configuration. */
    public String label() {
      return label;
    }
  }
}
