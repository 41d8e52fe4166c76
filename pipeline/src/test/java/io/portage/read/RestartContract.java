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
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Recovery from the runner's checkpoint, on runners that restart a failed job. */
@ExtendWith(SandboxExtension.class)
@Timeout(240)
public abstract class RestartContract {
  private final String topic = "restart-" + UUID.randomUUID();
  private final String group = "group-" + topic;

  /** Options with a checkpoint every second and restarts; {@code run()} returns at once. */
  protected abstract PipelineOptions options();

  @Test
  void continuesFromTheCheckpointAndCommitsWithoutAGap(Sandbox sandbox) throws Exception {
    try (TestTopics topics = new TestTopics(sandbox.bootstrapServers())) {
      topics.create(topic, 2, Map.of());
      topics.send(topic, 0, 0, 20);
      PortageConfig config =
          ReadHarness.config(
              sandbox.bootstrapServers(), topic, group, StartFrom.COMMITTED, null, Map.of());
      PipelineResult result = ReadHarness.pipeline(options(), config, null, -1).run();
      try {
        awaitCommitted(topics, Map.of(0, 20L));
        topics.sendTransaction(topic, 0, 20, 25, false);
        // Long enough for checkpoints in which partition 1 has returned nothing yet.
        Awaitility.await()
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(20))
            .until(() -> topics.committed(group, topic).equals(Map.of(0, 20L)));
        ReadHarness.failOnceAt(group, 30);
        topics.send(topic, 0, 26, 40);
        topics.send(topic, 1, 0, 7);

        awaitCommitted(topics, Map.of(0, 40L, 1, 7L));
        assertThat(ReadHarness.hasFailed(group)).isTrue();
        assertThat(
                ReadHarness.taken(group).stream()
                    .map(event -> event.record().coordinates().toString())
                    .collect(Collectors.toSet()))
            .containsAll(LongStream.range(26, 40).mapToObj(at -> topic + "-0-" + at).toList())
            .containsAll(LongStream.range(0, 7).mapToObj(at -> topic + "-1-" + at).toList());
      } finally {
        FollowingPipeline.cancel(result);
      }
    }
  }

  private void awaitCommitted(TestTopics topics, Map<Integer, Long> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(topics.committed(group, topic)).isEqualTo(expected));
  }
}
