package io.portage.customformat;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.ChangePipeline;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.kafka.StopOffsets;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A format that only the tests register carries changes from Kafka into PostgreSQL. */
@ExtendWith(SandboxExtension.class)
final class CustomFormatIT {
  @TempDir private Path folder;

  @Test
  void carriesChangesIntoTheTarget(Sandbox sandbox) throws Exception {
    String topic = "custom-" + UUID.randomUUID();
    publish(
        sandbox,
        topic,
        List.of(
            event(1, "insert", "{\"id\":1,\"name\":\"Kim\"}"),
            event(1, "insert", "{\"id\":2,\"name\":\"Ann\"}"),
            event(2, "update", "{\"id\":1,\"name\":\"Lee\"}"),
            event(3, "delete", "{\"id\":2,\"name\":\"Ann\"}"),
            event(4, "insert", "{\"id\":3,\"name\":\"Bo\"}")));
    PortageConfig config =
        ConfigReader.read(
            ConfigFiles.write(folder, "job.yaml", job(sandbox, topic, folder)), Map.of());
    try (Connection target =
            DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
        Statement statement = target.createStatement()) {
      statement.execute(
          "CREATE TABLE custom_users (id bigint PRIMARY KEY, name text, version numeric)");

      DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
      options.setRunner(DirectRunner.class);
      options.setTargetParallelism(2);
      Pipeline pipeline = Pipeline.create(options);
      ChangePipeline.of(config, StopOffsets.resolve(config.source())).applyTo(pipeline);
      pipeline.run().waitUntilFinish();

      List<String> rows = new ArrayList<>();
      try (ResultSet found =
          statement.executeQuery("SELECT id, name FROM custom_users ORDER BY id")) {
        while (found.next()) {
          rows.add(found.getLong(1) + " " + found.getString(2));
        }
      }
      assertThat(rows).containsExactly("1 Lee", "3 Bo");
      statement.execute("DROP TABLE custom_users");
    }
  }

  private static String event(int second, String type, String data) {
    return CustomFormatTest.event(type, data).replace("1449786310", "144978631" + second);
  }

  private static void publish(Sandbox sandbox, String topic, List<String> events) throws Exception {
    try (Admin admin =
            Admin.create(Map.of("bootstrap.servers", (Object) sandbox.bootstrapServers()));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", sandbox.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      TestTopics.make(admin, List.of(new NewTopic(topic, 1, (short) 1)));
      for (String event : events) {
        byte[] value = event.getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, null, value)).get();
      }
    }
  }

  private static String job(Sandbox sandbox, String topic, Path folder) {
    return """
        name: custom
        source:
          kafka: {bootstrapServers: "%s", topics: [%s], groupId: %s}
          format: custom-json
        tables:
          - from: shop.users
            to: custom_users
            key: [id]
            deletes: hard
            metadata: {version: version}
        target:
          jdbc: {url: "%s", user: "%s", password: "%s"}
          tombstones: custom_tombstones
        deadLetters: {files: "%s"}
        """
        .formatted(
            sandbox.bootstrapServers(),
            topic,
            topic,
            sandbox.jdbcUrl(),
            sandbox.user(),
            sandbox.password(),
            folder.resolve("dead"));
  }
}
