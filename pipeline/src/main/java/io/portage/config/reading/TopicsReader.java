package io.portage.config.reading;

import io.portage.config.TopicSelection;
import io.portage.config.yaml.KafkaNames;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code source.kafka.topics}, {@code topicPattern} and {@code excludedTopics}. */
final class TopicsReader {
  private TopicsReader() {}

  static TopicSelection read(YamlMapping kafka) {
    YamlValue list = kafka.optional("topics");
    YamlValue pattern = kafka.optional("topicPattern");
    YamlValue excluded = kafka.optional("excludedTopics");
    if (!pattern.isPresent()) {
      if (excluded.isPresent()) {
        excluded.reject("is for a topicPattern only");
      }
      return TopicSelection.of(List.copyOf(names(kafka.required("topics"))));
    }
    if (list.isPresent()) {
      pattern.reject("choose one of topics and topicPattern");
    }
    return TopicSelection.matching(
        pattern.parse(ValueParsers::regularExpression, ""),
        excluded.isPresent() ? names(excluded) : Set.of());
  }

  private static Set<String> names(YamlValue field) {
    Set<String> topics = new LinkedHashSet<>();
    for (YamlValue item : field.items()) {
      String topic = item.parse(KafkaNames::topic, "");
      if (!topic.isEmpty() && !topics.add(topic)) {
        item.reject("topic " + topic + " occurs twice");
      }
    }
    return topics;
  }
}
