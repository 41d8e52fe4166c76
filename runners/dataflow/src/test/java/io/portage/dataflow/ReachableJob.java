package io.portage.dataflow;

import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** The example's configuration with a real Kafka, because a start may describe its topics. */
final class ReachableJob {
  private ReachableJob() {}

  /** Puts it and the files it refers to in their places, and creates its topics. */
  static void put(GoogleStandIn google, Sandbox sandbox, String password)
      throws IOException, ExecutionException, InterruptedException {
    String config =
        Files.readString(Path.of("runners", "dataflow", "deploy", "users.yaml"))
            .replace("kafka.internal:9092", "\"" + sandbox.bootstrapServers() + "\"")
            .replaceAll("security.protocol: .*|sasl.mechanism: .*", "")
            .replaceFirst("password: \\{.*}", "password: " + password);
    google.put("gs://jobs/users.yaml", config);
    google.put("gs://jobs/countries.csv", "country_code,country_name\nDE,Germany\n");
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", sandbox.bootstrapServers()))) {
      for (String topic : List.of("users_cdc", "users_cdc_dlq")) {
        make(admin, topic);
      }
    }
  }

  private static void make(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
    try {
      TestTopics.make(admin, List.of(new NewTopic(topic, 2, (short) 1)));
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }
}
