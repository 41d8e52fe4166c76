package io.portage.assess.messages;

import io.portage.assess.facts.TopicFacts;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicMissingException;
import io.portage.kafka.TopicSettings;
import java.util.ArrayList;
import java.util.List;

/** Reads the settings and the extent of topics. */
public final class TopicReader {
  private TopicReader() {}

  /**
   * Returns the facts of the source's topics, of a pattern of those that exist, by name.
   *
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static List<TopicFacts> read(SourceConfig source) {
    try (TopicAdmin admin = TopicAdmin.open(source)) {
      List<TopicFacts> facts = new ArrayList<>();
      for (String topic : admin.names(source.topicSelection()).stream().sorted().toList()) {
        facts.add(topic(admin, topic, source));
      }
      return List.copyOf(facts);
    }
  }

  private static TopicFacts topic(TopicAdmin admin, String topic, SourceConfig source) {
    TopicSettings settings;
    try {
      settings = admin.settings(topic, source.groupId());
    } catch (TopicMissingException missing) {
      return TopicFacts.missing(topic);
    }
    // Who starts later on purpose does not miss what is older.
    boolean whole =
        source.startFrom() == StartFrom.COMMITTED || source.startFrom() == StartFrom.EARLIEST;
    return new TopicFacts(
        topic,
        true,
        settings.partitions(),
        settings.cleanupPolicy().contains("compact"),
        settings.cleanupPolicy().contains("delete"),
        settings.retentionMillis(),
        settings.retentionBytes(),
        settings.records(),
        settings.removed(),
        whole ? settings.unread() : 0);
  }
}
