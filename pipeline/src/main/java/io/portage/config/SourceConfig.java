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
 * @param groupId the consumer group for which offsets are committed
 * @param startFrom the start of a run without state
 * @param startInstant the instant for {@link StartFrom#INSTANT}, otherwise null
 * @param properties further Kafka client properties; may contain secrets, never shown
 * @param format the format of values, with its own settings
 * @param maxFutureSkew how far a change time may be ahead of the clock, 10 min by default
 * @param unavailableValuePlaceholder the placeholder of unavailable values, by default {@code
 *     __debezium_unavailable_value}
 * @param discovery the handling of new partitions and topics
 * @param unrouted the handling of changes of tables that the configuration does not name
 */
public record SourceConfig(
    String bootstrapServers,
    List<String> topics,
    String groupId,
    StartFrom startFrom,
    @Nullable Instant startInstant,
    Map<String, Secret> properties,
    FormatConfig format,
    Duration maxFutureSkew,
    String unavailableValuePlaceholder,
    DiscoveryConfig discovery,
    UnroutedPolicy unrouted)
    implements Serializable {

  /**
   * Creates a source with the defaults of {@link DiscoveryConfig}; changes of unrouted tables
   * become dead letters.
   */
  public SourceConfig(
      String bootstrapServers,
      List<String> topics,
      String groupId,
      StartFrom startFrom,
      @Nullable Instant startInstant,
      Map<String, Secret> properties,
      FormatConfig format,
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
        maxFutureSkew,
        unavailableValuePlaceholder,
        DiscoveryConfig.DEFAULTS,
        UnroutedPolicy.DEAD_LETTER);
  }

  /** Returns a copy with another {@code discovery}. */
  public SourceConfig with(DiscoveryConfig other) {
    return new SourceConfig(
        bootstrapServers,
        topics,
        groupId,
        startFrom,
        startInstant,
        properties,
        format,
        maxFutureSkew,
        unavailableValuePlaceholder,
        other,
        unrouted);
  }

  /** The handling of a change of a table that the configuration does not name. */
  public enum UnroutedPolicy {
    /** The change becomes a dead letter. */
    DEAD_LETTER,
    /** The change is ignored, and counted by its table. */
    IGNORE
  }

  /** The start of a run that has no state of its own. */
  public enum StartFrom {
    /** The group's committed offsets; the beginning of a partition without one. */
    COMMITTED,
    /** The beginning of each partition. */
    EARLIEST,
    /** The end of each partition. */
    LATEST,
    /** The first record whose Kafka timestamp is at or after an instant. */
    INSTANT
  }
}
