package io.portage.config;

import java.util.List;
import java.util.Map;

/** Reads {@code deadLetters}. */
final class DeadLetterReader {
  private DeadLetterReader() {}

  /**
   * Reads it.
   *
   * @param topics the source's topics, which letters must not go back to
   */
  static DeadLetterConfig read(Field field, List<String> topics) {
    Section section = field.section();
    Field kafka = section.optional("kafka");
    Field files = section.optional("files");
    boolean shared = section.optional("shared").choice(Map.of("true", true, "false", false), false);
    section.finish();
    if (section.isThere() && kafka.isThere() == files.isThere()) {
      field.problem("needs either kafka or files");
    }
    Section cluster = kafka.section();
    Field topicField = cluster.required("topic");
    String topic = topicField.parse(KafkaNames::topic, "");
    String spill = cluster.optional("spill").text(DeadLetterConfig.ToKafka.SPILL);
    cluster.finish();
    if (topics.contains(topic)) {
      topicField.problem("is a topic of the source: dead letters would be read as changes");
    }
    String folder = files.text();
    return files.isThere()
        ? new DeadLetterConfig.ToFiles(folder, shared)
        : new DeadLetterConfig.ToKafka(topic, spill, shared);
  }
}
