package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.StopOffsets;
import io.portage.model.event.DecodedRecord;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The common base of the read contracts: a topic and a group per test, runs, committed offsets. */
@ExtendWith(SandboxExtension.class)
@Timeout(180)
abstract class ReadContract {
  final String topic = "read-" + UUID.randomUUID();
  final String group = "group-" + topic;
  private String bootstrap = "";
  private @Nullable TestTopics topics;

  /** Options of the runner, whose {@code run()} may block; sources end at once when idle. */
  protected abstract PipelineOptions options();

  @BeforeEach
  void connect(Sandbox sandbox) {
    bootstrap = sandbox.bootstrapServers();
    topics = new TestTopics(bootstrap);
  }

  @AfterEach
  void disconnect() {
    topics().close();
  }

  List<DecodedRecord> lastRun = List.of();

  Map<Integer, List<Long>> runTwice(PortageConfig config) throws Exception {
    StopOffsets stops = StopOffsets.resolve(config.source());
    Map<Integer, List<Long>> first = run(config, stops);
    Map<Integer, Long> committed = committed();

    assertThat(run(config, stops)).as("the second run").isEmpty();
    assertThat(committed()).isEqualTo(committed);
    stops.forEach((name, partition, stop) -> assertThat(committed).containsEntry(partition, stop));
    return first;
  }

  Map<Integer, List<Long>> run(PortageConfig config) {
    return run(config, StopOffsets.resolve(config.source()));
  }

  /**
   * Returns the offsets read, by partition, in order. Fails unless each was read and counted once.
   */
  Map<Integer, List<Long>> run(PortageConfig config, StopOffsets stops) {
    ReadHarness.taken(group);
    PipelineResult result = ReadHarness.pipeline(options(), config, stops, -1).run();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);

    lastRun = ReadHarness.taken(group);
    assertThat(counter(result, "Read.read")).isEqualTo(lastRun.size());
    assertThat(counter(result, "DroppedDueToLateness")).isZero();
    assertThat(counter(result, "droppedDueToLateness")).isZero();
    Map<Integer, List<Long>> offsets = new TreeMap<>();
    for (DecodedRecord event : lastRun) {
      offsets
          .computeIfAbsent(event.record().coordinates().partition(), partition -> new ArrayList<>())
          .add(event.record().coordinates().offset());
    }
    offsets.values().forEach(list -> list.sort(null));
    return offsets;
  }

  private static long counter(PipelineResult result, String name) {
    long sum = 0;
    for (MetricResult<Long> counter :
        result.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().equals(name)) {
        sum += counter.getAttempted();
      }
    }
    return sum;
  }

  PortageConfig committedOrEarliest() {
    return config(StartFrom.COMMITTED, null);
  }

  PortageConfig config(StartFrom from, @Nullable Instant instant) {
    return ReadHarness.config(bootstrap, topic, group, from, instant, Map.of());
  }

  Map<Integer, Long> committed() throws Exception {
    return topics().committed(group, topic);
  }

  long stop(StopOffsets stops, int partition) {
    return Objects.requireNonNull(stops.of(topic, partition));
  }

  TestTopics topics() {
    return Objects.requireNonNull(topics);
  }

  static List<Long> offsets(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
