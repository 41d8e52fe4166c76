package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.TopicAdmin;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks the source's topics up with one client, which is open while readers are.
 *
 * <p>Thread-safe.
 */
final class SharedTopicAdmin implements PartitionDiscovery.TopicLookup {
  private final SourceConfig source;
  private int readers;
  private @Nullable TopicAdmin cluster;

  SharedTopicAdmin(SourceConfig source) {
    this.source = source;
  }

  @Override
  public synchronized Map<String, PartitionDiscovery.DiscoveredTopic> lookUp() {
    TopicAdmin open = cluster;
    if (open == null) {
      open = TopicAdmin.open(source);
      cluster = open;
    }
    Map<String, PartitionDiscovery.DiscoveredTopic> found = new TreeMap<>();
    open.describeExisting(source.topics())
        .forEach(
            (name, topic) ->
                found.put(
                    name,
                    new PartitionDiscovery.DiscoveredTopic(
                        topic.partitions().size(), SourcePartitions.id(topic))));
    return found;
  }

  /** One reader more. */
  synchronized void acquire() {
    readers++;
  }

  /** One reader less; with the last one the client is closed. */
  synchronized void release() {
    readers--;
    TopicAdmin open = cluster;
    if (readers == 0 && open != null) {
      cluster = null;
      open.close();
    }
  }
}
