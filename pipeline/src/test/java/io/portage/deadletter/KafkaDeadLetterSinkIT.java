package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.SourceConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRanges;
import io.portage.model.encoding.DeadLetterCoder;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith({SandboxExtension.class, TestPipelineExtension.class})
final class KafkaDeadLetterSinkIT {
  private static final ConcurrentLinkedQueue<Completion> OUTCOMES = new ConcurrentLinkedQueue<>();

  @TempDir Path folder;

  @BeforeEach
  void clearCompletions() {
    OUTCOMES.clear();
  }

  @Test
  void theTopicContainsEveryDeadLetterWhenItsCompletionIsEmitted(
      Sandbox sandbox, TestPipeline pipeline) throws Exception {
    String topic = createTopic(sandbox, Map.of());

    write(
        pipeline,
        letters(sandbox, topic),
        DeadLetterFixtures.ofRecord(1),
        DeadLetterFixtures.ofChange(9));

    assertThat(read(sandbox, topic))
        .isEqualTo(
            Map.of(
                "users_cdc-1-1",
                DeadLetterFixtures.ofRecord(1),
                "users_cdc-1-9",
                DeadLetterFixtures.ofChange(9)));
    assertThat(OffsetRanges.union(OUTCOMES.stream().map(Completion::origins).toList()))
        .isEqualTo(
            DeadLetterFixtures.ofRecord(1)
                .origins()
                .plus(DeadLetterFixtures.ofChange(9).origins()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void spillsADeadLetterThatTheTopicRejectsForItsSize(Sandbox sandbox, TestPipeline pipeline)
      throws Exception {
    String topic = createTopic(sandbox, Map.of("max.message.bytes", "2000"));
    byte[] noise = new byte[20_000];
    new Random(1).nextBytes(noise);
    DeadLetter large = DeadLetterFixtures.ofRecord(2, noise);

    write(pipeline, letters(sandbox, topic), DeadLetterFixtures.ofRecord(1), large);

    assertThat(read(sandbox, topic)).containsOnlyKeys("users_cdc-1-1");
    assertThat(StoredLetterFixtures.readFiles(folder)).containsExactly(large);
    assertThat(OffsetRanges.union(OUTCOMES.stream().map(Completion::origins).toList()))
        .isEqualTo(DeadLetterFixtures.ofRecord(1).origins().plus(large.origins()));
  }

  @Test
  void everyDeadLetterNearTheTopicsLimitIsEitherInTheTopicOrSpilled(
      Sandbox sandbox, TestPipeline pipeline) throws Exception {
    String topic = createTopic(sandbox, Map.of("max.message.bytes", "2000"));
    Random random = new Random(2);
    DeadLetter[] all = new DeadLetter[300];
    for (int i = 0; i < all.length; i++) {
      byte[] noise = new byte[1_600 + i];
      random.nextBytes(noise);
      all[i] = DeadLetterFixtures.ofRecord(i, noise);
    }

    write(pipeline, letters(sandbox, topic), all);

    Map<String, DeadLetter> sent = read(sandbox, topic);
    Map<String, DeadLetter> spilled = new TreeMap<>();
    StoredLetterFixtures.readFiles(folder)
        .forEach(deadLetter -> spilled.put(deadLetter.id(), deadLetter));
    assertThat(sent).hasSizeGreaterThan(10);
    assertThat(spilled)
        .hasSizeGreaterThan(10)
        .doesNotContainKeys(sent.keySet().toArray(new String[0]));
    spilled.putAll(sent);
    assertThat(spilled.values()).containsExactlyInAnyOrder(all);
  }

  @Test
  void spillsAMergedChangeLargerThanARequest(Sandbox sandbox, TestPipeline pipeline)
      throws Exception {
    String topic = createTopic(sandbox, Map.of());
    DeadLetter huge = DeadLetterFixtures.ofChange(9, "x".repeat(34 << 20));

    write(pipeline, letters(sandbox, topic), DeadLetterFixtures.ofRecord(1), huge);

    assertThat(read(sandbox, topic)).containsOnlyKeys("users_cdc-1-1");
    assertThat(StoredLetterFixtures.readFiles(folder)).singleElement().isEqualTo(huge);
  }

  @Test
  void emitsNoCompletionForAnInvalidTopic(Sandbox sandbox, TestPipeline pipeline) {
    assertThatThrownBy(
            () ->
                write(pipeline, letters(sandbox, "no such topic"), DeadLetterFixtures.ofRecord(1)))
        .isInstanceOf(PipelineExecutionException.class)
        .hasStackTraceContaining("dead letter users_cdc-1-1 was not written");

    assertThat(OUTCOMES).isEmpty();
  }

  @Test
  void emitsNoCompletionWithoutABroker(TestPipeline pipeline) {
    KafkaDeadLetterSink nobody =
        new KafkaDeadLetterSink(
            source("localhost:1"), "letters", Duration.ofMillis(500), folder.toString());

    assertThatThrownBy(() -> write(pipeline, nobody, DeadLetterFixtures.ofRecord(1)))
        .isInstanceOf(PipelineExecutionException.class)
        .hasStackTraceContaining("dead letter users_cdc-1-1 was not written");

    assertThat(OUTCOMES).isEmpty();
  }

  private static void write(
      TestPipeline pipeline, KafkaDeadLetterSink to, DeadLetter... deadLetters) {
    PCollectionList.of(
            pipeline.apply(Create.of(List.of(deadLetters)).withCoder(DeadLetterCoder.of())))
        .apply("DeadLetter", WriteDeadLetters.to(to))
        .apply("Note", ParDo.of(new CollectCompletionsFn()));
    pipeline.run().waitUntilFinish();
  }

  private KafkaDeadLetterSink letters(Sandbox sandbox, String topic) {
    return new KafkaDeadLetterSink(
        source(sandbox.bootstrapServers()), topic, Duration.ofSeconds(30), folder.toString());
  }

  private static SourceConfig source(String bootstrapServers) {
    return TestConfigs.source(
        bootstrapServers,
        List.of("users_cdc"),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        new EnvelopeJsonConfig(),
        Duration.ofMinutes(10),
        "__unavailable");
  }

  private static String createTopic(Sandbox sandbox, Map<String, String> settings)
      throws Exception {
    String topic = "letters-" + UUID.randomUUID();
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) sandbox.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(new NewTopic(topic, Optional.of(1), Optional.empty()).configs(settings)))
          .all()
          .get();
    }
    return topic;
  }

  private static Map<String, DeadLetter> read(Sandbox sandbox, String topic) throws Exception {
    Map<String, DeadLetter> deadLetters = new TreeMap<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", sandbox.bootstrapServers()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (var deadLetter : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(deadLetter.value()).startsWith((byte) 0xC3, (byte) 0x01);
          deadLetters.put(deadLetter.key(), StoredLetterFixtures.decode(deadLetter.value()));
        }
      }
    }
    return deadLetters;
  }

  private static final class CollectCompletionsFn extends DoFn<Completion, Void> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void collect(@Element Completion completion) {
      OUTCOMES.add(completion);
    }
  }
}
