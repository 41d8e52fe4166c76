package io.portage.launcher.assess;

import io.portage.MessageTrial;
import io.portage.assess.catalog.CatalogReader;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.Facts.Part;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TopicFacts;
import io.portage.assess.facts.TrialFacts;
import io.portage.assess.messages.MessageReader;
import io.portage.assess.messages.TopicReader;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.SecretException;
import io.portage.config.SourceConfig;
import io.portage.config.TopicSelection;
import io.portage.ddl.JobTables;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.source.SourceDatabase;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads all facts of a job. A part that cannot be read is named with its reason, and the others are
 * read all the same. Writes nothing.
 */
final class FactCollector {
  private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

  private final PortageConfig config;
  private final int samples;
  private final Clock clock;
  private final Map<Part, String> unread = new EnumMap<>(Part.class);
  private List<TopicFacts> topics = List.of();
  private List<MessageFacts> messages = List.of();
  private List<TrialFacts> trials = List.of();
  private Map<String, String> definitions = Map.of();
  private Map<String, Integer> tombstones = Map.of();

  FactCollector(PortageConfig config, int samples, Clock clock) {
    this.config = config;
    this.samples = samples;
    this.clock = clock;
  }

  /** Reads the topics, then their messages, then the databases. */
  Facts collect(Duration longTransaction) {
    attempt(Part.TOPICS, () -> topics = TopicReader.read(config.source()));
    if (unread.isEmpty()) {
      attempt(Part.MESSAGES, this::messages);
    } else {
      unread.put(Part.MESSAGES, "the topics were not read");
    }
    JobFactsReader job = JobFactsReader.of(config, messages);
    DatabaseFacts source = source(job.sourceSchemas(config));
    DatabaseFacts target = target(job.targetSchemas());
    boolean reachable = target != null || !(config.target().sink() instanceof JdbcConfig);
    if (reachable && !unread.containsKey(Part.MESSAGES)) {
      attempt(Part.MESSAGES, this::trials);
    }
    return new Facts(
        job.facts(target),
        source,
        topics,
        messages,
        trials,
        target,
        definitions,
        longTransaction,
        unread);
  }

  /** The part of a reading that may fail. */
  @FunctionalInterface
  private interface Reading {
    void read() throws SQLException;
  }

  private void attempt(Part part, Reading reading) {
    try {
      reading.read();
    } catch (SQLException
        | KafkaUnavailableException
        | TargetException
        | SecretException
        | IllegalArgumentException
        | IllegalStateException failure) {
      unread.put(part, JdbcUrl.showIn(String.valueOf(failure.getMessage())));
    }
  }

  private List<String> existing() {
    return topics.stream().filter(TopicFacts::exists).map(TopicFacts::name).toList();
  }

  private void messages() {
    MessageReader.Observations seen =
        MessageReader.read(config.source(), existing(), samples, clock);
    messages = seen.tables();
    tombstones = seen.tombstones();
    if (config.target().sink() instanceof JdbcConfig jdbc) {
      Dialect dialect = Dialects.of(jdbc.url());
      dialect
          .definitions()
          .ifPresent(
              written -> {
                Map<String, String> found = new TreeMap<>();
                JobTables.of(listed(), dialect, samples, clock)
                    .tables()
                    .forEach(table -> found.put(table.name(), written.createTable(table) + ";"));
                definitions = found;
              });
    }
  }

  /** Returns the job with a list of its existing topics instead of a pattern. */
  PortageConfig listed() {
    SourceConfig source = config.source();
    SourceConfig.KafkaConfig kafka = source.kafka();
    return new PortageConfig(
        config.name(),
        new SourceConfig(
            new SourceConfig.KafkaConfig(
                kafka.bootstrapServers(),
                TopicSelection.of(existing()),
                kafka.groupId(),
                kafka.startFrom(),
                kafka.startInstant(),
                kafka.properties(),
                kafka.discovery()),
            source.format(),
            source.maxFutureSkew(),
            source.earliestTime(),
            source.unavailableValuePlaceholder(),
            source.unrouted(),
            source.database()),
        config.latest(),
        config.references(),
        config.tables(),
        config.target(),
        config.deadLetters());
  }

  private void trials() {
    List<TrialFacts> found = new ArrayList<>();
    try (MessageTrial trial = MessageTrial.open(config, clock)) {
      for (String topic : existing()) {
        found.add(TrialFactsReader.of(trial, topic, samples, tombstones.getOrDefault(topic, 0)));
      }
    }
    trials = found;
  }

  private @Nullable DatabaseFacts source(Set<String> schemas) {
    SourceDatabase database = SourceDatabase.of(config.source()).orElse(null);
    if (database == null) {
      unread.put(Part.SOURCE_SETTING, "the configuration has no source.jdbc");
      return null;
    }
    return database(
        Part.SOURCE,
        database.config().connection(),
        schemas,
        CatalogReader.Scope.TABLES_AND_SERVER);
  }

  private @Nullable DatabaseFacts target(Set<String> schemas) {
    if (config.target().sink() instanceof JdbcConfig jdbc) {
      return database(Part.TARGET, jdbc, schemas, CatalogReader.Scope.TABLES);
    }
    unread.put(Part.TARGET, "target." + config.target().sink().provider() + " has no catalog");
    return null;
  }

  private @Nullable DatabaseFacts database(
      Part part, JdbcConfig jdbc, Set<String> schemas, CatalogReader.Scope scope) {
    Dialect dialect = Dialects.of(jdbc.url());
    CatalogReader reader = CatalogReader.of(dialect).orElse(null);
    if (reader == null) {
      unread.put(part, "no reader for the catalog of " + dialect.name());
      return null;
    }
    DatabaseFacts[] facts = new DatabaseFacts[1];
    attempt(
        part,
        () -> {
          try (Connection connection = SourceDatabase.connect(jdbc, dialect, LONGEST_STATEMENT)) {
            facts[0] = reader.read(connection, new TreeSet<>(schemas), scope);
          }
        });
    return facts[0];
  }
}
