package io.portage.config;

import io.portage.config.SourceConfig.FormatName;
import io.portage.config.SourceConfig.StartFrom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code source}. */
final class SourceReader {
  private static final Duration DEFAULT_SKEW = Duration.ofMinutes(10);
  private static final String DEFAULT_UNAVAILABLE = "__debezium_unavailable_value";
  private static final Map<String, FormatName> FORMATS =
      Arrays.stream(FormatName.values())
          .collect(Collectors.toUnmodifiableMap(FormatName::label, Function.identity()));

  private SourceReader() {}

  static SourceConfig read(Section section) {
    Section kafka = section.required("kafka").section();
    String servers = kafka.required("bootstrapServers").parse(KafkaNames::servers, "");
    List<String> topics = topics(kafka.required("topics"));
    String group = kafka.required("groupId").text();
    Start start = kafka.optional("startFrom").parse(SourceReader::start, Start.COMMITTED);
    Map<String, Secret> properties = KafkaProperties.read(kafka.optional("properties").section());
    GrowthConfig growth = GrowthReader.read(kafka.optional("growth").section());
    kafka.finish();

    Optional<FormatName> format = section.required("format").choice(FORMATS);
    Field schemaFile = section.optional("avroSchema");
    String schema = format.map(known -> AvroSchemaFile.read(schemaFile, known)).orElse(null);
    Duration skew = section.optional("maxFutureSkew").duration(DEFAULT_SKEW, Duration.ZERO);
    String unavailable = section.optional("unavailable").text(DEFAULT_UNAVAILABLE);
    DebeziumConfig debezium = DebeziumReader.read(section.optional("debezium"), format);
    section.finish();
    return new SourceConfig(
        servers,
        // Without a known format nothing can be said about what tables come from.
        format.isPresent() ? topics : List.of(),
        group,
        start.from(),
        start.at(),
        properties,
        format.orElse(FormatName.ENVELOPE_JSON),
        schema,
        skew,
        unavailable,
        growth,
        debezium);
  }

  private static List<String> topics(Field field) {
    Set<String> topics = new LinkedHashSet<>();
    for (Field item : field.items()) {
      String topic = item.parse(KafkaNames::topic, "");
      if (!topic.isEmpty() && !topics.add(topic)) {
        item.problem("topic " + topic + " stands twice");
      }
    }
    return List.copyOf(topics);
  }

  private record Start(StartFrom from, @Nullable Instant at) {
    static final Start COMMITTED = new Start(StartFrom.COMMITTED, null);
  }

  private static Start start(String text) throws Malformed {
    return switch (text) {
      case "committed" -> Start.COMMITTED;
      case "earliest" -> new Start(StartFrom.EARLIEST, null);
      case "latest" -> new Start(StartFrom.LATEST, null);
      default ->
          new Start(
              StartFrom.INSTANT,
              Instants.parse(text, "write committed, earliest, latest or 2024-09-17T00:00:00Z"));
    };
  }
}
