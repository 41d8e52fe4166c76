package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.TopicAdmin;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the source's topics with one client, which is closed with the last reader.
 *
 * <p>Thread-safe.
 */
final class SharedTopicAdmin implements PartitionDiscovery.TopicLookup {
  private final SourceConfig source;
  private int readers;
  private @Nullable TopicAdmin admin;

  SharedTopicAdmin(SourceConfig source) {
    this.source = source;
  }

  @Override
  public synchronized Map<String, PartitionDiscovery.DiscoveredTopic> lookUp() {
    TopicAdmin open = admin;
    if (open == null) {
      open = TopicAdmin.open(source);
      admin = open;
    }
    Map<String, PartitionDiscovery.DiscoveredTopic> found = new TreeMap<>();
    open.describeExisting(open.names(source.topicSelection()))
        .forEach(
            (name, topic) ->
                found.put(
                    name,
                    new PartitionDiscovery.DiscoveredTopic(
                        topic.partitions().size(), SourcePartitions.id(topic))));
    return found;
  }

  /** Counts a reader in. */
  synchronized void acquire() {
    readers++;
  }

  /** Counts a reader out; the last one closes the client. */
  synchronized void release() {
    readers--;
    TopicAdmin open = admin;
    if (readers == 0 && open != null) {
      admin = null;
      open.close();
    }
  }
}
