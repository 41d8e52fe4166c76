package io.portage.config.reading;

import io.portage.config.DeadLetterConfig;
import io.portage.config.yaml.KafkaNames;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.List;
import java.util.Map;

/** Reads {@code deadLetters}. */
final class DeadLetterReader {
  private DeadLetterReader() {}

  /**
   * Reads the section.
   *
   * @param topics the source's topics, none of which may receive dead letters
   */
  static DeadLetterConfig read(YamlValue field, List<String> topics) {
    YamlMapping section = field.section();
    YamlValue kafka = section.optional("kafka");
    YamlValue files = section.optional("files");
    boolean shared = section.optional("shared").choice(Map.of("true", true, "false", false), false);
    section.finish();
    if (section.isPresent() && kafka.isPresent() == files.isPresent()) {
      field.reject("needs either kafka or files");
    }
    YamlMapping cluster = kafka.section();
    YamlValue topicField = cluster.required("topic");
    String topic = topicField.parse(KafkaNames::topic, "");
    String spill = cluster.optional("spill").text(DeadLetterConfig.KafkaDeadLetters.SPILL);
    cluster.finish();
    if (topics.contains(topic)) {
      topicField.reject("is a topic of the source: dead letters would be read as changes");
    }
    String folder = files.text();
    return files.isPresent()
        ? new DeadLetterConfig.FileDeadLetters(folder, shared)
        : new DeadLetterConfig.KafkaDeadLetters(topic, spill, shared);
  }
}
