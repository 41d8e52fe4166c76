package io.portage.config.reading;

import io.portage.config.Secret;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads {@code source.kafka.properties}, and rejects properties that would break a guarantee. */
final class KafkaPropertiesReader {
  /** Properties that are not allowed, with the reason. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry(
              "auto.offset.reset",
              "would hide that Kafka has lost records; use source.kafka.startFrom"),
          Map.entry("bootstrap.servers", "is source.kafka.bootstrapServers"),
          Map.entry("group.id", "is source.kafka.groupId"),
          Map.entry("key.deserializer", "keys are kept as bytes; use source.format"),
          Map.entry("value.deserializer", "values are kept as bytes; use source.format"),
          Map.entry(
              "interceptor.classes",
              "could change or drop records before they are counted; leave it out"));

  /** Properties that are allowed with one value only, with the reason. */
  private static final Map<String, RequiredProperty> ONLY =
      Map.of(
          "enable.auto.commit",
          new RequiredProperty(
              "false", "offsets would be committed before their records are written"),
          "isolation.level",
          new RequiredProperty(
              "read_committed", "records of aborted transactions would be applied"));

  private KafkaPropertiesReader() {}

  private record RequiredProperty(String value, String why) {}

  static Map<String, Secret> read(YamlMapping section) {
    Map<String, Secret> properties = new LinkedHashMap<>();
    for (YamlValue field : section.entries()) {
      Secret value = SecretReader.read(field.required());
      properties.put(field.name(), value);
      check(field, value);
    }
    return Collections.unmodifiableMap(properties);
  }

  private static void check(YamlValue field, Secret value) {
    String refused = REFUSED.get(field.name());
    if (refused != null) {
      field.reject("not allowed: " + refused);
    }
    RequiredProperty only = ONLY.get(field.name());
    if (only != null
        && field.isPresent()
        && !(value.isPlain() && only.value().equalsIgnoreCase(value.reveal().strip()))) {
      field.reject("must be " + only.value() + ", otherwise " + only.why());
    }
  }
}
