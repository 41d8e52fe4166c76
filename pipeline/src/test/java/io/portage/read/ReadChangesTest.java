package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineVisitor;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadChangesTest {
  private static final PortageConfig CONFIG =
      ReadHarness.config(
          "nowhere:1",
          "users",
          "group",
          StartFrom.COMMITTED,
          null,
          Map.of(
              "sasl.jaas.config", Secret.of("password-in-here"),
              "max.poll.records", Secret.of("77"),
              "enable.auto.commit", Secret.of("true")));

  private static final SourcePartitions PARTITIONS =
      SourcePartitions.of(
          Map.of("users", new SourcePartitions.TopicPartitions(2, 6, SourcePartitions.NO_ID)));

  @Test
  void displaysNoUserProperties() {
    List<String> shown = new ArrayList<>();
    pipeline(null)
        .traverseTopologically(
            new PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                show(node);
                return CompositeBehavior.ENTER_TRANSFORM;
              }

              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                show(node);
              }

              private void show(TransformHierarchy.Node node) {
                if (node.getTransform() != null) {
                  shown.add(DisplayData.from(node.getTransform()).toString());
                }
              }
            });

    assertThat(shown).anyMatch(text -> text.contains("read_committed"));
    assertThat(shown).noneMatch(text -> text.contains("password"));
  }

  @Test
  void ignoresPropertiesThatWouldBreakAGuarantee() {
    Map<String, Object> properties =
        KafkaClients.consumerProperties(
            CONFIG.source(), KafkaClients.requiredConsumerProperties(CONFIG.source()));

    assertThat(properties)
        .containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "77")
        .containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false)
        .containsEntry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")
        .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
  }

  @Test
  void splitsWithoutABrokerIntoReadersWithoutConfiguration() throws Exception {
    List<UnboundedSource<?, ?>> sources = new ArrayList<>();
    pipeline(null)
        .traverseTopologically(
            new PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                if (node.getTransform() instanceof Read.Unbounded<?> read) {
                  sources.add(read.getSource());
                }
                return CompositeBehavior.ENTER_TRANSFORM;
              }
            });
    // serialized, as a runner does before a split
    UnboundedSource<?, ?> source = SerializableUtils.clone(sources.get(0));

    assertThat(text(source)).contains("password-in-here");
    List<? extends UnboundedSource<?, ?>> splits =
        source.split(128, PipelineOptionsFactory.create());

    assertThat(splits).hasSize(2);
    assertThat(splits)
        .allSatisfy(
            split ->
                assertThat(text(split))
                    .contains("group")
                    .doesNotContain("password", "sasl.jaas.config", TestFormat.class.getName()));
  }

  @Test
  void hasAtMostAsManyReadersAsWriters() throws Exception {
    Map<String, SourcePartitions.TopicPartitions> topics = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      topics.put("users_" + i, new SourcePartitions.TopicPartitions(1, 1, SourcePartitions.NO_ID));
    }
    SourcePartitions many = SourcePartitions.of(topics);
    SerializableReadSpec spec = ReadSpecs.of(CONFIG, many, null);

    KafkaSource source = ReadChanges.source(CONFIG.source(), spec, many);

    assertThat(source.split(128, PipelineOptionsFactory.create()))
        .hasSize(CONFIG.latest().shards());
    assertThat(source.split(2, PipelineOptionsFactory.create())).hasSize(2);
  }

  private static String text(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void namesItsSteps() {
    List<String> steps = new ArrayList<>();
    pipeline(StopOffsets.of(Map.of("users", Map.of(0, 1L))))
        .traverseTopologically(
            new PipelineVisitor.Defaults() {
              @Override
              public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
                steps.add(node.getFullName());
                return CompositeBehavior.ENTER_TRANSFORM;
              }

              @Override
              public void visitPrimitiveTransform(TransformHierarchy.Node node) {
                steps.add(node.getFullName());
              }
            });

    assertThat(steps)
        .contains(
            "Read/Consume",
            "Read/Unpack",
            "Commit/Gather",
            "Commit/By partition",
            "Commit/Expected",
            "Commit/All",
            "Commit/Commit");
  }

  private static Pipeline pipeline(@Nullable StopOffsets stops) {
    ReadChanges read =
        stops == null
            ? ReadChanges.following(CONFIG, new TestFormat(), PARTITIONS)
            : ReadChanges.from(CONFIG, new TestFormat(), stops);
    return ReadHarness.pipeline(PipelineOptionsFactory.create(), CONFIG, read, stops, -1);
  }
}
