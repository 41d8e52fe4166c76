package io.portage.direct;

import io.portage.direct.TypeOutcomes.Place;
import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A connector, its topic and the job that reads it first.
 *
 * @param modes the connector's modes
 * @param format the format of its events
 * @param job the job into PostgreSQL, whose topic it is
 * @param topic the connector's topic
 */
record TypeCapture(TypeModes modes, Format format, TestJob job, TypeTopic topic) {
  private static final String JSON = "org.apache.kafka.connect.json.JsonConverter";

  private static final String CONFIG =
      """
      name: types
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["%s"], groupId: "${GROUP}"}
        format: %s
        debezium: %s
      tables:
        - {from: %s, to: %s, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  /** A format of events. */
  enum Format {
    JSON_WITH_SCHEMA("JSON with schema", null),
    JSON("JSON", null),
    AVRO("Avro", JSON_WITH_SCHEMA),
    UNWRAPPED("JSON with schema, unwrapped", JSON_WITH_SCHEMA),
    UNWRAPPED_JSON("JSON, unwrapped", JSON);

    private final String title;
    private final @Nullable Format alike;

    Format(String title, @Nullable Format alike) {
      this.title = title;
      this.alike = alike;
    }

    /** Returns the format whose values have the same types; null if the page lists its own. */
    @Nullable Format alike() {
      return alike;
    }

    /** Returns true if the events are without the envelope. */
    boolean isUnwrapped() {
      return this == UNWRAPPED || this == UNWRAPPED_JSON;
    }

    /** Returns true if the events do not declare their types. */
    boolean isUntyped() {
      return this == JSON || this == UNWRAPPED_JSON;
    }

    /** Returns the name as the page shows it. */
    String title() {
      return title;
    }
  }

  static TypeCapture of(Sandbox sandbox, TypeModes modes, Format format) throws Exception {
    TestJob job = Commands.job(sandbox, "types", 1);
    return new TypeCapture(modes, format, job, new TypeTopic(job.bootstrapServers(), job.topic()));
  }

  String name() {
    return job.topic();
  }

  Place place(Sample sample) {
    return new Place(sample.column(), modes.of(sample), format.title());
  }

  /** Returns the connector's properties. */
  Map<String, String> connector(Sandbox sandbox, TypeSource source) {
    Map<String, String> properties = new HashMap<>(modes.properties());
    properties.putAll(source.connector(sandbox, name()));
    properties.put("topic.prefix", name());
    properties.put("table.include.list", source.table());
    // An event that the connector cannot read is left out; by default the connector stops.
    properties.put("event.processing.failure.handling.mode", "warn");
    properties.put("transforms", format.isUnwrapped() ? "unwrap,one" : "one");
    properties.put("transforms.one.type", "org.apache.kafka.connect.transforms.RegexRouter");
    properties.put("transforms.one.regex", ".*");
    properties.put("transforms.one.replacement", name());
    if (format.isUnwrapped()) {
      properties.put("transforms.unwrap.type", "io.debezium.transforms.ExtractNewRecordState");
      properties.put("transforms.unwrap.delete.tombstone.handling.mode", "rewrite");
      properties.put("transforms.unwrap.add.fields", source.unwrappedFields());
    }
    if (format == Format.AVRO) {
      properties.put("schema.name.adjustment.mode", "avro");
      properties.put("field.name.adjustment.mode", "avro");
      avro(properties, "key.converter", sandbox.apicurioUrl());
      avro(properties, "value.converter", sandbox.apicurioUrl());
    } else {
      properties.put("key.converter", JSON);
      properties.put("key.converter.schemas.enable", "false");
      properties.put("value.converter", JSON);
      properties.put("value.converter.schemas.enable", Boolean.toString(!format.isUntyped()));
    }
    return properties;
  }

  private static void avro(Map<String, String> properties, String converter, String url) {
    properties.put(converter, "io.apicurio.registry.utils.converter.AvroConverter");
    properties.put(converter + ".apicurio.registry.url", url);
    properties.put(converter + ".apicurio.registry.auto-register", "true");
    properties.put(converter + ".apicurio.registry.headers.enabled", "false");
    properties.put(
        converter + ".apicurio.registry.id-handler",
        "io.apicurio.registry.serde.Legacy4ByteIdHandler");
    properties.put(converter + ".apicurio.registry.use-id", "contentId");
  }

  /** Returns the configuration of a job that reads the topic. */
  String config(Sandbox sandbox, String from, String to) {
    String settings = modes.debezium();
    return CONFIG.formatted(
        name(),
        format == Format.AVRO
            ? "debezium-avro\n  registry: {url: \"" + sandbox.registryUrl() + "\"}"
            : "debezium-json",
        format.isUnwrapped() ? settings.replace("}", ", envelope: unwrapped}") : settings,
        from,
        to);
  }
}
