package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.ClusterView;
import io.portage.kafka.SourcePartitions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Looks the source's topics up with one client, which is open while readers are.
 *
 * <p>Thread-safe.
 */
final class ClusterLookUp implements PartitionWatch.LookUp {
  private final SourceConfig source;
  private int readers;
  private @Nullable ClusterView cluster;

  ClusterLookUp(SourceConfig source) {
    this.source = source;
  }

  @Override
  public synchronized Map<String, PartitionWatch.Found> ask() {
    ClusterView open = cluster;
    if (open == null) {
      open = ClusterView.open(source);
      cluster = open;
    }
    Map<String, PartitionWatch.Found> found = new TreeMap<>();
    open.existing(source.topics())
        .forEach(
            (name, topic) ->
                found.put(
                    name,
                    new PartitionWatch.Found(
                        topic.partitions().size(), SourcePartitions.id(topic))));
    return found;
  }

  /** One reader more. */
  synchronized void retain() {
    readers++;
  }

  /** One reader less; with the last one the client is closed. */
  synchronized void release() {
    readers--;
    ClusterView open = cluster;
    if (readers == 0 && open != null) {
      cluster = null;
      open.close();
    }
  }
}
