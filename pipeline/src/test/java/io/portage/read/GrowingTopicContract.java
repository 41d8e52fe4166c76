package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.fault.FollowingPipeline;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An unbounded run when partitions and topics are created. */
@ExtendWith(SandboxExtension.class)
@Timeout(240)
public abstract class GrowingTopicContract {
  private final String topic = "growing-" + UUID.randomUUID();
  private final String group = "group-" + topic;
  private final TestTopics topics;
  private final PortageConfig config;
  private final ExecutorService waiting = Executors.newSingleThreadExecutor();

  /** A contract on the sandbox's broker. */
  protected GrowingTopicContract(Sandbox sandbox) {
    topics = new TestTopics(sandbox.bootstrapServers());
    config =
        ReadHarness.config(
            sandbox.bootstrapServers(), topic, group, StartFrom.COMMITTED, null, Map.of());
  }

  /** Options of the runner, whose {@code run()} returns at once. */
  protected abstract PipelineOptions options();

  /** The same options, but {@code run()} may block. */
  protected abstract PipelineOptions waitingOptions();

  @BeforeEach
  void create() throws Exception {
    topics.create(topic, 1, Map.of());
    topics.send(topic, 0, 0, 20);
  }

  @AfterEach
  void disconnect() {
    waiting.shutdownNow();
    topics.close();
  }

  @Test
  void readsAPartitionCreatedDuringTheRunFromItsBeginning() throws Exception {
    PipelineResult result = start(config);
    try {
      awaitCommitted(topic, Map.of(0, 20L));
      topics.grow(topic, 3);
      topics.send(topic, 2, 0, 7);
      awaitCommitted(topic, Map.of(0, 20L, 2, 7L));
      topics.send(topic, 0, 20, 25);
      topics.send(topic, 1, 0, 3);
      awaitCommitted(topic, Map.of(0, 25L, 1, 3L, 2, 7L));

      assertThat(ReadHarness.count(group)).isEqualTo(25 + 3 + 7);
    } finally {
      FollowingPipeline.cancel(result);
    }
  }

  @Test
  void readsATopicCreatedDuringTheRun() throws Exception {
    String later = topic + "-later";
    PipelineResult result = start(ReadHarness.withTopics(config, topic, later));
    try {
      awaitCommitted(topic, Map.of(0, 20L));
      topics.create(later, 2, Map.of());
      topics.send(later, 1, 0, 5);

      awaitCommitted(later, Map.of(1, 5L));
    } finally {
      FollowingPipeline.cancel(result);
    }
  }

  /** New topics and partitions of a pattern share the readers of slots, without a limit. */
  @Test
  void readsTopicsOfAPatternCreatedDuringTheRun() throws Exception {
    PipelineResult result =
        start(ReadHarness.withPattern(config, topic + ".*", topic + "-dead-letters"));
    try {
      awaitCommitted(topic, Map.of(0, 20L));
      topics.create(topic + "-dead-letters", 1, Map.of());
      topics.send(topic + "-dead-letters", 0, 0, 9);
      for (int i = 0; i < 20; i++) {
        topics.create(topic + "-" + i, 2, Map.of());
        topics.send(topic + "-" + i, 1, 0, 5 + i);
      }
      topics.grow(topic, 6);
      topics.send(topic, 5, 0, 3);
      for (int i = 0; i < 20; i++) {
        awaitCommitted(topic + "-" + i, Map.of(1, 5L + i));
      }
      topics.send(topic + "-19", 1, 24, 30);
      awaitCommitted(topic + "-19", Map.of(1, 30L));
      awaitCommitted(topic, Map.of(0, 20L, 5, 3L));

      assertThat(ReadHarness.count(group)).isEqualTo(20 + 20 * 5 + 190 + 6 + 3);
      assertThat(topics.committed(group, topic + "-dead-letters")).isEmpty();
    } finally {
      FollowingPipeline.cancel(result);
    }
  }

  @Test
  void failsWhenATopicExceedsItsHeadroom() throws Exception {
    Future<PipelineResult.State> run = runToItsEnd();
    awaitCommitted(topic, Map.of(0, 20L));
    topics.grow(topic, 6);

    assertThatThrownBy(() -> run.get(90, TimeUnit.SECONDS))
        .hasStackTraceContaining(
            "topic " + topic + " has 6 partitions now, and this job has headroom for 5");
  }

  @Test
  void failsWhenATopicIsRecreated() throws Exception {
    Future<PipelineResult.State> run = runToItsEnd();
    awaitCommitted(topic, Map.of(0, 20L));
    topics.delete(topic);
    topics.create(topic, 1, Map.of());
    topics.send(topic, 0, 0, 30);

    assertThatThrownBy(() -> run.get(90, TimeUnit.SECONDS))
        .hasStackTraceContaining("topic " + topic)
        .hasStackTraceContaining("recreated"); // by the discovery or by the lost offset
  }

  /**
   * Runs in another thread and waits from the start: otherwise embedded Flink does not report the
   * cause of a failure.
   */
  private Future<PipelineResult.State> runToItsEnd() {
    return waiting.submit(
        () -> ReadHarness.pipeline(waitingOptions(), config, null, -1).run().waitUntilFinish());
  }

  private PipelineResult start(PortageConfig config) {
    return ReadHarness.pipeline(options(), config, null, -1).run();
  }

  private void awaitCommitted(String name, Map<Integer, Long> expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(() -> assertThat(topics.committed(group, name)).isEqualTo(expected));
  }
}
