package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DeadLetterConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.Formats;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.kafka.StopOffsets;
import io.portage.model.Items;
import io.portage.model.StageOutput.SideOutputs;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.encoding.ModelCoders;
import io.portage.read.ReadChanges;
import io.portage.read.TestTopics;
import io.portage.replay.SingletonChunks;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Future;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * No change is dropped because it is late: six partitions whose times differ by hours, several of
 * them in one reader, 2% of the changes ten hours late, and all of the last quarter, which then
 * have no newer changes in their bundles. Without the protection the same run drops some, which
 * proves that the counter, 0 with the protection, can rise.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class DroppedContract {
  private static final int ATTEMPTS = 5;
  private static final int PARTITIONS = 6;
  private static final long HOUR = 3_600_000;
  private static final long FIRST_TIME = 1_726_531_200_000L;

  /** The options of the runner; {@code run()} may block. */
  protected abstract PipelineOptions options();

  /** The number of changes; enough for watermarks to advance before the late ones arrive. */
  protected abstract int changes();

  @Test
  void dropsNothing(Sandbox sandbox) throws Exception {
    MetricQueryResults counters = run(sandbox, true);

    assertThat(value(counters, "records")).isEqualTo(changes());
    assertThat(value(counters, "droppedDueToLateness")).isZero();
  }

  @Test
  void dropsSomeWithoutTheProtection(Sandbox sandbox) throws Exception {
    // whether an attempt drops changes depends on the time at which the watermark advances
    MetricQueryResults counters = run(sandbox, false);
    for (int i = 1; i < ATTEMPTS && value(counters, "droppedDueToLateness") == 0; i++) {
      counters = run(sandbox, false);
    }

    assertThat(value(counters, "droppedDueToLateness")).isPositive();
    assertThat(value(counters, "records")).isLessThan(changes());
  }

  private MetricQueryResults run(Sandbox sandbox, boolean protect) throws Exception {
    PortageConfig config = config(sandbox.bootstrapServers(), "dropped-" + UUID.randomUUID());
    publish(sandbox.bootstrapServers(), config.source().topics().get(0));
    Pipeline pipeline = Pipeline.create(options());
    ModelCoders.register(pipeline.getCoderRegistry());
    KeepLatest latest = KeepLatest.of(config.latest());
    pipeline
        .apply(
            "Read",
            ReadChanges.from(
                config, Formats.of(config.source()), StopOffsets.resolve(config.source())))
        .sidesTo(new SideOutputs())
        .apply("Items", Items.of(DecodedRecordCoder.of()))
        .apply("Changes", ParDo.of(new PlainChangeFn(protect)))
        .setCoder(ChangeCoder.of())
        .apply("Chunks", SingletonChunks.asChunk())
        .apply("Latest", protect ? latest : latest.withoutClamp())
        .sidesTo(new SideOutputs())
        .setCoder(ChangeBatchCoder.of())
        .apply("Count", ParDo.of(new CountRecordsFn()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result.metrics().queryMetrics(MetricsFilter.builder().build());
  }

  /** The counter of this name in any namespace and spelling. */
  private static long value(MetricQueryResults counters, String name) {
    long sum = 0;
    for (MetricResult<Long> counter : counters.getCounters()) {
      if (counter.getName().getName().equalsIgnoreCase(name)) {
        sum += counter.getAttempted();
      }
    }
    return sum;
  }

  private void publish(String bootstrapServers, String topic) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers))) {
      TestTopics.make(admin, List.of(new NewTopic(topic, PARTITIONS, (short) 1)));
    }
    SplittableRandom random = new SplittableRandom(7);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < changes(); i++) {
        int partition = i % PARTITIONS;
        long time = FIRST_TIME + partition * HOUR + i * 10L;
        if (random.nextInt(50) == 0 || i >= changes() * 3 / 4) {
          time -= 10 * HOUR;
        }
        String event = "{\"op\":\"c\",\"after\":{\"id\":" + i + "},\"timestamp_ms\":" + time + "}";
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    topic, partition, null, event.getBytes(StandardCharsets.UTF_8))));
      }
      for (Future<RecordMetadata> record : sent) {
        record.get();
      }
    }
  }

  private static PortageConfig config(String bootstrapServers, String name) {
    return new PortageConfig(
        name,
        TestConfigs.source(
            bootstrapServers,
            List.of(name),
            name,
            SourceConfig.StartFrom.EARLIEST,
            null,
            Map.of("max.poll.records", Secret.of("200")),
            new EnvelopeJsonConfig(),
            Duration.ofMinutes(10),
            "unavailable"),
        LatestConfig.DEFAULTS,
        Map.of(),
        List.of(),
        TargetConfig.of(new JdbcConfig("jdbc:none", Secret.of("none"), Secret.of("none"))),
        new DeadLetterConfig.FileDeadLetters("nowhere"));
  }
}
