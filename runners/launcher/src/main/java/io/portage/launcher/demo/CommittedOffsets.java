package io.portage.launcher.demo;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What a consumer group has committed, as consumer-group tools show it. */
public final class CommittedOffsets implements AutoCloseable {
  private final Admin admin;
  private final String id;

  /** The group {@code id} at a broker. */
  public CommittedOffsets(String bootstrapServers, String id) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.id = id;
  }

  /** The committed offsets; partitions without one are left out. */
  public Map<TopicPartition, OffsetAndMetadata> committed()
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata().get();
  }

  /** The sum of the committed offsets, 0 while the broker does not answer. */
  long sum() {
    try {
      return committed().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    } catch (ExecutionException unanswered) {
      return 0; // a display only: the next look will tell
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
