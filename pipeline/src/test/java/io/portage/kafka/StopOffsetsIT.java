package io.portage.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
final class StopOffsetsIT {
  private final String topic = "stops-" + UUID.randomUUID();

  @Test
  void areTheEndOffsetsOfAllPartitions(Sandbox sandbox) throws Exception {
    SourceConfig source = source(sandbox.bootstrapServers());
    try (Admin admin = KafkaClients.admin(source)) {
      TestTopics.make(admin, List.of(new NewTopic(topic, Optional.of(2), Optional.empty())));
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaClients.producerProperties(source),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, 1, null, new byte[0])).get();
    }

    StopOffsets stops = StopOffsets.resolve(source);

    assertThat(stops).isEqualTo(StopOffsets.of(Map.of(topic, Map.of(0, 0L, 1, 1L))));
    assertThat(stops.of(topic, 1)).isEqualTo(1);
    assertThat(stops.of(topic, 2)).isNull();
    assertThat(stops.of("another", 0)).isNull();
  }

  @Test
  void nameATopicThatIsMissing(Sandbox sandbox) {
    assertThatThrownBy(() -> StopOffsets.resolve(source(sandbox.bootstrapServers())))
        .isInstanceOf(TopicMissingException.class)
        .hasMessage("topic " + topic + " does not exist on " + sandbox.bootstrapServers());
  }

  @Test
  void nameTheBrokersThatDoNotAnswer() {
    assertThatThrownBy(() -> StopOffsets.resolve(source("127.0.0.1:1")))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageContaining("127.0.0.1:1");
  }

  @Test
  void nameTheBrokersWithAnUnknownHost() {
    assertThatThrownBy(() -> StopOffsets.resolve(source("no-such-host.invalid:9092")))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageContaining("no-such-host.invalid:9092");
  }

  private SourceConfig source(String bootstrapServers) {
    return TestConfigs.source(
        bootstrapServers,
        List.of(topic),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        new EnvelopeJsonConfig(),
        Duration.ofMinutes(10),
        "unavailable");
  }
}
