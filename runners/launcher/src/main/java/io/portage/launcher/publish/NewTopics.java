package io.portage.launcher.publish;

import io.portage.kafka.BrokerReachability;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics, with the cluster's default replication. */
final class NewTopics {
  private NewTopics() {}

  /**
   * Creates a topic.
   *
   * @return false if it exists
   * @throws CommandException if the cluster refuses it
   */
  static boolean create(String bootstrap, String topic, int partitions) {
    BrokerReachability.requireReachable(bootstrap);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
      admin
          .createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
      return true;
    } catch (ExecutionException refused) {
      Throwable reason = refused.getCause() == null ? refused : refused.getCause();
      if (reason instanceof TopicExistsException) {
        return false;
      }
      throw new CommandException(
          ExitCode.FAILED, "cannot create topic " + topic + ": " + reason.getMessage(), refused);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.FAILED, "interrupted", e);
    }
  }
}
