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
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Commits of an unbounded run while it runs, on any runner. */
@ExtendWith(SandboxExtension.class)
@Timeout(180)
public abstract class FollowContract {
  private final String topic = "follow-" + UUID.randomUUID();
  private final String group = "group-" + topic;

  /** Options of the runner, whose {@code run()} returns at once. */
  protected abstract PipelineOptions options();

  @Test
  void commitsCompletedRecordsDuringAnUnboundedRun(Sandbox sandbox) throws Exception {
    try (TestTopics topics = new TestTopics(sandbox.bootstrapServers())) {
      topics.create(topic, 2, Map.of());
      topics.send(topic, 0, 0, 20);
      PipelineResult result = start(sandbox, -1);
      try {
        awaitCommitted(topics, Map.of(0, 20L));
        topics.send(topic, 0, 20, 30);
        topics.send(topic, 1, 0, 7);
        awaitCommitted(topics, Map.of(0, 30L, 1, 7L));
      } finally {
        FollowingPipeline.cancel(result);
      }
    }
  }

  @Test
  void staysBelowARecordWithoutAnOutcome(Sandbox sandbox) throws Exception {
    try (TestTopics topics = new TestTopics(sandbox.bootstrapServers())) {
      topics.create(topic, 1, Map.of());
      topics.send(topic, 0, 0, 20);
      PipelineResult result = start(sandbox, 13);
      try {
        awaitCommitted(topics, Map.of(0, 13L));
        topics.send(topic, 0, 20, 25);
        Awaitility.await().until(() -> ReadHarness.count(group) == 25);
        Awaitility.await()
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(30))
            .until(() -> topics.committed(group, topic).equals(Map.of(0, 13L)));
      } finally {
        FollowingPipeline.cancel(result);
      }

      PipelineResult again = start(sandbox, -1);
      try {
        awaitCommitted(topics, Map.of(0, 25L));
        assertThat(ReadHarness.count(group)).isEqualTo(25 + 12);
      } finally {
        FollowingPipeline.cancel(again);
      }
    }
  }

  private PipelineResult start(Sandbox sandbox, long withheld) {
    PortageConfig config =
        ReadHarness.config(
            sandbox.bootstrapServers(), topic, group, StartFrom.COMMITTED, null, Map.of());
    return ReadHarness.pipeline(options(), config, null, withheld).run();
  }

  private void awaitCommitted(TestTopics topics, Map<Integer, Long> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(topics.committed(group, topic)).isEqualTo(expected));
  }
}
