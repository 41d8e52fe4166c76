package io.portage.launcher.demo;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The committed offsets of a consumer group. */
public final class CommittedOffsets implements AutoCloseable {
  private final Admin admin;
  private final String id;

  /** Reads the group {@code id} at a broker. */
  public CommittedOffsets(String bootstrapServers, String id) {
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    this.id = id;
  }

  /** Returns the committed offsets, without partitions that have none. */
  public Map<TopicPartition, OffsetAndMetadata> committed()
      throws ExecutionException, InterruptedException {
    return admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata().get();
  }

  /** Returns the sum of the committed offsets; 0 while the broker does not answer. */
  long sum() {
    try {
      return committed().values().stream().mapToLong(OffsetAndMetadata::offset).sum();
    } catch (ExecutionException unanswered) {
      return 0; // for display only: the next call succeeds or not
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
