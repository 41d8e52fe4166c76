package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.fault.FollowingPipeline;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Reads by splittable DoFn, as on Dataflow, on runners that can run here. All of its readers are
 * positioned by a checkpoint, so the first commit comes after {@code Frontier.PATIENCE}.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(240)
@Tag("full")
public abstract class SdfReadContract {
  private final String topic = "sdf-" + UUID.randomUUID();
  private final String group = "group-" + topic;

  /** Options of the runner, whose {@code run()} returns at once. */
  protected abstract PipelineOptions options();

  @Test
  void commitsPastTransactionMarkersAndReadsNewPartitions(Sandbox sandbox) throws Exception {
    try (TestTopics topics = new TestTopics(sandbox.bootstrapServers())) {
      topics.create(topic, 1, Map.of());
      topics.sendTransaction(topic, 0, 0, 20, true);
      topics.sendTransaction(topic, 0, 20, 25, false);
      PipelineResult result = start(sandbox);
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ReadHarness.count(group) == 20);
        // Long enough for several rounds of the reader, each of which starts after the previous
        // one.
        Awaitility.await()
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(30))
            .until(() -> ReadHarness.count(group) == 20);
        topics.sendTransaction(topic, 0, 25, 30, true);
        topics.grow(topic, 3);
        topics.send(topic, 2, IntStream.range(0, 7));

        // 20 records, a marker, 5 aborted records, a marker, 5 records, one more marker
        Awaitility.await()
            .atMost(Duration.ofMinutes(2))
            .untilAsserted(
                () -> assertThat(topics.committed(group, topic)).isEqualTo(Map.of(0, 32L, 2, 7L)));
        assertThat(ReadHarness.count(group)).isEqualTo(32);
      } finally {
        FollowingPipeline.cancel(result);
      }
    }
  }

  private PipelineResult start(Sandbox sandbox) {
    PipelineOptions options = options();
    ExperimentalOptions.addExperiment(options.as(ExperimentalOptions.class), "use_sdf_read");
    PortageConfig config =
        ReadHarness.config(
            sandbox.bootstrapServers(), topic, group, StartFrom.COMMITTED, null, Map.of());
    return ReadHarness.pipeline(options, config, null, -1).run();
  }
}
