package io.portage.read;

import io.portage.commit.CommitOffsets;
import io.portage.config.DeadLetterConfig;
import io.portage.config.DiscoveryConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.config.TopicSelection;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.Items;
import io.portage.model.OffsetRanges;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.encoding.ModelCoders;
import io.portage.model.event.DecodedRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/** Read and Commit, with a step between them that completes every record. */
final class ReadHarness {
  private static final Map<String, ConcurrentLinkedQueue<DecodedRecord>> SEEN =
      new ConcurrentHashMap<>();

  private static final Map<String, Long> FAIL_ONCE = new ConcurrentHashMap<>();

  private ReadHarness() {}

  /** Makes the next attempt to complete the record at {@code offset} of partition 0 fail, once. */
  static void failOnceAt(String group, long offset) {
    FAIL_ONCE.put(group, offset);
  }

  static Pipeline pipeline(
      PipelineOptions options, PortageConfig config, @Nullable StopOffsets stops, long withheld) {
    ReadChanges read =
        stops == null
            ? ReadChanges.following(
                config, new TestFormat(), SourcePartitions.resolve(config.source()))
            : ReadChanges.from(config, new TestFormat(), stops);
    return pipeline(options, config, read, stops, withheld);
  }

  static Pipeline pipeline(
      PipelineOptions options,
      PortageConfig config,
      ReadChanges read,
      @Nullable StopOffsets stops,
      long withheld) {
    Pipeline pipeline = Pipeline.create(options);
    ModelCoders.register(pipeline.getCoderRegistry());
    SideOutputs sides = new SideOutputs();
    PCollection<Completion> done =
        pipeline
            .apply("Read", read)
            .sidesTo(sides)
            .apply("Items", Items.of(DecodedRecordCoder.of()))
            .apply("Finish", ParDo.of(new FinishFn(config.source().groupId(), withheld)))
            .setCoder(CompletionCoder.of());
    sides.done().and(done).apply("Commit", CommitOffsets.of(config, stops));
    return pipeline;
  }

  /** Returns true if that failure has occurred. */
  static boolean hasFailed(String group) {
    return !FAIL_ONCE.containsKey(group);
  }

  /** Returns and clears the records that the runs of a group have read. */
  static List<DecodedRecord> taken(String group) {
    ConcurrentLinkedQueue<DecodedRecord> seen = SEEN.remove(group);
    return seen == null ? List.of() : new ArrayList<>(seen);
  }

  static int count(String group) {
    ConcurrentLinkedQueue<DecodedRecord> seen = SEEN.get(group);
    return seen == null ? 0 : seen.size();
  }

  static PortageConfig config(
      String bootstrap,
      String topic,
      String group,
      StartFrom from,
      @Nullable Instant instant,
      Map<String, Secret> properties) {
    SourceConfig source =
        TestConfigs.source(
            bootstrap,
            List.of(topic),
            group,
            from,
            instant,
            properties,
            new EnvelopeJsonConfig(),
            Duration.ofMinutes(10),
            "unavailable",
            new DiscoveryConfig(null, Duration.ofSeconds(1), true),
            SourceConfig.UnroutedPolicy.DEAD_LETTER);
    return new PortageConfig(
        "test",
        source,
        LatestConfig.DEFAULTS,
        Map.of(),
        List.of(),
        TARGET,
        new DeadLetterConfig.FileDeadLetters("nowhere"));
  }

  /** Returns the configuration with the topics of a pattern, except {@code excluded}. */
  static PortageConfig withPattern(PortageConfig config, String pattern, String excluded) {
    SourceConfig.KafkaConfig kafka = config.source().kafka();
    return withSource(
        config,
        new SourceConfig(
            new SourceConfig.KafkaConfig(
                kafka.bootstrapServers(),
                TopicSelection.matching(pattern, Set.of(excluded)),
                kafka.groupId(),
                kafka.startFrom(),
                kafka.startInstant(),
                kafka.properties(),
                kafka.discovery()),
            config.source().format(),
            config.source().maxFutureSkew(),
            config.source().unavailableValuePlaceholder(),
            config.source().unrouted()));
  }

  /** Returns the configuration with other topics. */
  static PortageConfig withTopics(PortageConfig config, String... topics) {
    SourceConfig source = config.source();
    return withSource(
        config,
        TestConfigs.source(
            source.bootstrapServers(),
            List.of(topics),
            source.groupId(),
            source.startFrom(),
            source.kafka().startInstant(),
            source.kafka().properties(),
            source.format(),
            source.maxFutureSkew(),
            source.unavailableValuePlaceholder(),
            source.discovery(),
            source.unrouted()));
  }

  private static PortageConfig withSource(PortageConfig config, SourceConfig source) {
    return new PortageConfig(
        config.name(), source, config.latest(), Map.of(), List.of(), TARGET, config.deadLetters());
  }

  private static final TargetConfig TARGET =
      TargetConfig.of(new JdbcConfig("jdbc:none", Secret.of("none"), Secret.of("none")));

  /** Completes every record except the one at {@code withheld} (of partition 0). */
  private static final class FinishFn extends DoFn<DecodedRecord, Completion> {
    private static final long serialVersionUID = 1;

    private final String group;
    private final long withheld;

    FinishFn(String group, long withheld) {
      this.group = group;
      this.withheld = withheld;
    }

    @ProcessElement
    public void process(@Element DecodedRecord event, OutputReceiver<Completion> out) {
      Coordinates at = event.record().coordinates();
      if (at.partition() == 0 && FAIL_ONCE.remove(group, at.offset())) {
        throw new IllegalStateException("failed once at " + at);
      }
      SEEN.computeIfAbsent(group, name -> new ConcurrentLinkedQueue<>()).add(event);
      if (at.partition() != 0 || at.offset() != withheld) {
        out.output(new Completion(OffsetRanges.of(event.record().range(ChangePart.WHOLE))));
      }
    }
  }
}
