package io.portage.memorysink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.ChangePipeline;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.StopOffsets;
import io.portage.metrics.Ledger;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole pipeline, from Kafka into a sink that only the tests have. */
@ExtendWith(SandboxExtension.class)
@Timeout(120)
final class MemorySinkIT {
  private final String topic = "memory-" + UUID.randomUUID();
  private final MemoryStore store = MemoryStore.of(topic);

  @TempDir private Path folder;

  @Test
  void carriesChangesFromKafkaIntoTheSink(Sandbox sandbox) throws Exception {
    PortageConfig config = config(sandbox.bootstrapServers());
    try (Admin admin = KafkaClients.admin(config.source())) {
      TestTopics.make(admin, List.of(new NewTopic(topic, Optional.of(1), Optional.empty())));
      send(
          config,
          "{'op':'c','after':{'id':1,'name':'Ann'},'timestamp_ms':1726531260000}",
          "{'op':'c','after':{'id':2,'name':'Bob','parent':3},'timestamp_ms':1726531261000}",
          "{'op':'c','after':{'id':3,'name':'Cleo'},'timestamp_ms':1726531262000}",
          "{'op':'c','after':{'id':4,'name':'Maximilian-Friedrich'},'timestamp_ms':1726531263000}",
          "{'op':'u','after':{'id':1,'name':'Anna'},'timestamp_ms':1726531264000}",
          "{'op':'c','after':{'id':5,'name':'Dan'},'timestamp_ms':1726531265000}",
          "{'op':'d','before':{'id':5,'name':'Dan'},'timestamp_ms':1726531266000}",
          "{'op':'u','after':{'id':1,'name':'Old'},'timestamp_ms':1726531200000}");
      store.fail(2);

      Map<String, Long> first = run(config);

      assertThat(store.row(key(1))).isEqualTo(Map.of("id", 1L, "name", "Anna"));
      assertThat(store.row(key(2))).isEqualTo(Map.of("id", 2L, "name", "Bob", "parent", 3L));
      assertThat(store.row(key(3))).isEqualTo(Map.of("id", 3L, "name", "Cleo"));
      assertThat(store.row(key(4))).isNull();
      assertThat(store.row(key(5))).isNull();
      assertThat(deadLetters()).singleElement().asString().contains("CONSTRAINT");
      assertThat(first)
          .containsEntry("Read.read", 8L)
          .containsEntry("Upsert.retries.503", 2L)
          .containsEntry("DeadLetter.dead.Upsert.CONSTRAINT", 1L);
      assertThat(
              first.get("Upsert.applied")
                  + first.getOrDefault("Upsert.superseded", 0L)
                  + first.getOrDefault("Upsert.stale", 0L))
          .isEqualTo(7);
      TopicPartition partition = new TopicPartition(topic, 0);
      assertThat(
              admin
                  .listConsumerGroupOffsets(config.source().groupId())
                  .partitionsToOffsetAndMetadata()
                  .get()
                  .get(partition)
                  .offset())
          .isEqualTo(8);
    }
  }

  private PortageConfig config(String bootstrapServers) throws Exception {
    String yaml =
        """
        name: people
        source:
          kafka: {bootstrapServers: "%s", topics: [%s], groupId: %s}
          format: envelope-json
        tables:
          - {from: %s, to: people, key: [id], deletes: hard, metadata: {version: v}}
        target:
          memory: {store: %s}
        deadLetters: {files: "%s"}
        """
            .formatted(
                bootstrapServers, topic, topic, topic, topic, folder.resolve("letters").toString());
    return ConfigReader.read(Files.writeString(folder.resolve("job.yaml"), yaml), Map.of());
  }

  private void send(PortageConfig config, String... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.producerProperties(config.source()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (String value : values) {
        byte[] json = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, null, json)).get();
      }
    }
  }

  private static Map<String, Long> run(PortageConfig config) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    ChangePipeline.of(config, StopOffsets.resolve(config.source())).applyTo(pipeline);
    PipelineResult result = pipeline.run();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    Map<String, Long> metrics = new TreeMap<>();
    result
        .metrics()
        .queryMetrics(
            MetricsFilter.builder()
                .addNameFilter(MetricNameFilter.inNamespace(Ledger.NAMESPACE))
                .build())
        .getCounters()
        .forEach(
            counter ->
                metrics.merge(counter.getName().getName(), counter.getAttempted(), Long::sum));
    return metrics;
  }

  private List<String> deadLetters() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("letters"))) {
      return files
          .flatMap(
              file -> {
                try {
                  return Files.readAllLines(file).stream();
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  private static RowKey key(long id) {
    return RowKey.of("people", Row.of(Columns.of("id"), id));
  }
}
