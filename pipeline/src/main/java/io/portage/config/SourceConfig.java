package io.portage.config;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The source of changes.
 *
 * @param kafka the brokers, the topics and the start
 * @param format the format of values, with its own settings
 * @param maxFutureSkew how far a change time may be ahead of the clock, 10 min by default
 * @param earliestTime the first change time that may be a version
 * @param unavailableValuePlaceholder the placeholder of unavailable values, by default {@code
 *     __debezium_unavailable_value}
 * @param unrouted the handling of changes of tables that the configuration does not name
 * @param database the source's database, which commands compare with the target; null if it is not
 *     configured; the job itself never reads it
 */
public record SourceConfig(
    KafkaConfig kafka,
    FormatConfig format,
    Duration maxFutureSkew,
    Instant earliestTime,
    String unavailableValuePlaceholder,
    UnroutedPolicy unrouted,
    @Nullable DatabaseConfig database)
    implements Serializable {

  /**
   * The default of {@code earliestTime}. A time in seconds that is read as milliseconds is before
   * it, until the year 2967, and so is a time of 0.
   */
  public static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");

  /** A source without a configured database, with the default of {@code earliestTime}. */
  public SourceConfig(
      KafkaConfig kafka,
      FormatConfig format,
      Duration maxFutureSkew,
      String unavailableValuePlaceholder,
      UnroutedPolicy unrouted) {
    this(kafka, format, maxFutureSkew, EARLIEST, unavailableValuePlaceholder, unrouted, null);
  }

  /**
   * The source's database.
   *
   * @param connection the connection, of a user who may only read
   * @param tables the tables, {@code schema.table} or {@code database.table}, whose name differs
   *     from {@code tables[].from}, by the latter
   * @param slot the connector's replication slot (PostgreSQL), or null
   * @param connect the connector in Kafka Connect, or null
   */
  public record DatabaseConfig(
      JdbcConfig connection,
      Map<String, String> tables,
      @Nullable String slot,
      @Nullable ConnectConfig connect)
      implements Serializable {
    /** The key of the section below {@code source}. */
    public static final String SECTION = "jdbc";

    /** A database without a known connector. */
    public DatabaseConfig(JdbcConfig connection, Map<String, String> tables) {
      this(connection, tables, null, null);
    }

    /** Returns the name in the database of the table that the configuration calls {@code from}. */
    public String table(String from) {
      return tables.getOrDefault(from, from);
    }
  }

  /**
   * The source's connector in Kafka Connect.
   *
   * @param url the URL of the REST API
   * @param connector the connector's name
   * @param user the user of the API, or null
   * @param password the user's password, or null
   */
  public record ConnectConfig(
      String url, String connector, @Nullable Secret user, @Nullable Secret password)
      implements Serializable {
    /** The key of the section below that of the database. */
    public static final String SECTION = "connect";

    /** Returns the user and the password by key. */
    public List<Credential> credentials() {
      return user == null || password == null
          ? List.of()
          : List.of(
              new Credential(SECTION + ".user", user, /* confidential= */ false),
              new Credential(SECTION + ".password", password, /* confidential= */ true));
    }
  }

  /** Returns a copy with another format. */
  public SourceConfig withFormat(FormatConfig other) {
    return new SourceConfig(
        kafka, other, maxFutureSkew, earliestTime, unavailableValuePlaceholder, unrouted, database);
  }

  /** Returns a copy with a database. */
  public SourceConfig withDatabase(@Nullable DatabaseConfig other) {
    return new SourceConfig(
        kafka, format, maxFutureSkew, earliestTime, unavailableValuePlaceholder, unrouted, other);
  }

  /**
   * The Kafka topics of a source.
   *
   * @param bootstrapServers {@code host:port}, comma-separated
   * @param topics the topics, by list or pattern
   * @param groupId the consumer group for which offsets are committed
   * @param startFrom the start of a run without state
   * @param startInstant the instant for {@link StartFrom#INSTANT}, otherwise null
   * @param properties further Kafka client properties; may contain secrets, never shown
   * @param discovery the handling of new partitions and topics
   */
  public record KafkaConfig(
      String bootstrapServers,
      TopicSelection topics,
      String groupId,
      StartFrom startFrom,
      @Nullable Instant startInstant,
      Map<String, Secret> properties,
      DiscoveryConfig discovery)
      implements Serializable {}

  /** The brokers, {@code host:port}, comma-separated. */
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  /** The topics of a list; empty if a pattern selects the topics. */
  public List<String> topics() {
    return kafka.topics().names();
  }

  /** The topics, by list or pattern. */
  public TopicSelection topicSelection() {
    return kafka.topics();
  }

  /** Returns a copy whose topic pattern does not select {@code topic}. */
  public SourceConfig excluding(String topic) {
    KafkaConfig others =
        new KafkaConfig(
            kafka.bootstrapServers(),
            kafka.topics().excluding(topic),
            kafka.groupId(),
            kafka.startFrom(),
            kafka.startInstant(),
            kafka.properties(),
            kafka.discovery());
    return new SourceConfig(
        others,
        format,
        maxFutureSkew,
        earliestTime,
        unavailableValuePlaceholder,
        unrouted,
        database);
  }

  /** The consumer group for which offsets are committed. */
  public String groupId() {
    return kafka.groupId();
  }

  /** The start of a run without state. */
  public StartFrom startFrom() {
    return kafka.startFrom();
  }

  /** The handling of new partitions and topics. */
  public DiscoveryConfig discovery() {
    return kafka.discovery();
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
