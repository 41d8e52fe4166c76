package io.portage.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.DiscoveryConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Resolves the partitions of a job on a real broker. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
final class SourcePartitionsIT {
  private final String topic = "partitions-" + UUID.randomUUID();
  private final String missing = topic + "-missing";
  private final String bootstrapServers;

  SourcePartitionsIT(Sandbox sandbox) {
    bootstrapServers = sandbox.bootstrapServers();
  }

  @BeforeEach
  void create() throws Exception {
    try (Admin admin = KafkaClients.admin(source(null, true))) {
      TestTopics.make(admin, List.of(new NewTopic(topic, Optional.of(6), Optional.empty())));
    }
  }

  @Test
  void haveADefaultHeadroomForExistingAndMissingTopics() {
    SourcePartitions partitions = SourcePartitions.resolve(source(null, true));

    assertThat(partitions.topics().get(topic))
        .satisfies(
            found -> {
              assertThat(found.existing()).isEqualTo(6);
              assertThat(found.capacity()).isEqualTo(12);
              assertThat(found.id()).isNotEmpty();
            });
    assertThat(partitions.of(missing))
        .isEqualTo(
            new SourcePartitions.TopicPartitions(
                0, DiscoveryConfig.HEADROOM_OF_MISSING, SourcePartitions.NO_ID));
  }

  @Test
  void haveTheConfiguredHeadroom() {
    SourcePartitions partitions = SourcePartitions.resolve(source(0, true));

    assertThat(partitions.topics().get(topic).capacity()).isEqualTo(6);
    assertThat(partitions.topics().get(missing).capacity()).isEqualTo(1);
  }

  @Test
  void nameAMissingTopicThatIsNotWaitedFor() {
    assertThatThrownBy(() -> SourcePartitions.resolve(source(null, false)))
        .isInstanceOf(TopicMissingException.class)
        .hasMessage("topic " + missing + " does not exist on " + bootstrapServers);
  }

  @Test
  void haveNoStopOffsetsOfAMissingTopic() {
    assertThat(StopOffsets.resolve(source(null, true)).of(missing, 0)).isNull();
    assertThat(SourcePartitions.of(StopOffsets.resolve(source(null, true))).topics().keySet())
        .containsExactly(topic);
  }

  private SourceConfig source(@Nullable Integer headroom, boolean wait) {
    return TestConfigs.source(
        bootstrapServers,
        List.of(topic, missing),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        new EnvelopeJsonConfig(),
        Duration.ofMinutes(10),
        "unavailable",
        new DiscoveryConfig(headroom, Duration.ofSeconds(20), wait),
        SourceConfig.UnroutedPolicy.DEAD_LETTER);
  }
}
