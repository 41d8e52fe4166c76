package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.HandClock;
import io.portage.kafka.KafkaUnavailableException;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.SourcePartitions.TopicPartitions;
import io.portage.read.PartitionDiscovery.DiscoveredTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PartitionDiscoveryTest {
  private static final SourcePartitions MADE =
      SourcePartitions.of(Map.of("users", new TopicPartitions(2, 6, "one")));

  private final HandClock clock = new HandClock(Instant.EPOCH);
  private int lookups;
  private Map<String, DiscoveredTopic> answer = Map.of("users", new DiscoveredTopic(2, "one"));
  private @Nullable RuntimeException failure;

  private final PartitionDiscovery watch =
      new PartitionDiscovery(
          () -> {
            lookups++;
            if (failure != null) {
              throw failure;
            }
            return answer;
          },
          clock,
          Duration.ofSeconds(20));

  @Test
  void looksUpTopicsAtOnceAndThenAtTheInterval() {
    watch.discoverIfDue();
    watch.discoverIfDue();
    clock.move(Duration.ofSeconds(19));
    watch.discoverIfDue();
    assertThat(lookups).isEqualTo(1);

    answer = Map.of("users", new DiscoveredTopic(3, "one"));
    clock.move(Duration.ofSeconds(1));
    watch.discoverIfDue();

    assertThat(lookups).isEqualTo(2);
    assertThat(watch.partitions("users")).isEqualTo(3);
    assertThat(watch.partitions("others")).isZero();
  }

  @Test
  void keepsTheLastResultWhileTheBrokersDoNotAnswer() {
    watch.discoverIfDue();
    failure = new KafkaUnavailableException("silent", new TimeoutException("15 s"));
    clock.move(Duration.ofSeconds(20));

    assertThatCode(watch::discoverIfDue).doesNotThrowAnyException();
    assertThat(watch.partitions("users")).isEqualTo(2);
    watch.discoverIfDue();
    assertThat(lookups).isEqualTo(2);
  }

  @Test
  void failsWhenTheBrokersRefuse() {
    failure = new KafkaUnavailableException("no", new TopicAuthorizationException("users"));

    assertThatThrownBy(watch::discoverIfDue).isSameAs(failure);
  }

  @Test
  void acceptsATopicWithinItsHeadroom() {
    answer = Map.of("users", new DiscoveredTopic(6, "one"));
    watch.discoverIfDue();

    assertThatCode(() -> watch.verifyReadersCover(MADE)).doesNotThrowAnyException();
  }

  @Test
  void refusesATopicBeyondItsHeadroom() {
    answer = Map.of("users", new DiscoveredTopic(7, "one"));
    watch.discoverIfDue();

    assertThatThrownBy(() -> watch.verifyReadersCover(MADE))
        .isInstanceOf(SourceChangedException.class)
        .hasMessageContaining("topic users has 7 partitions now, and this job has headroom for 6")
        .hasMessageContaining("Start the job without its state");
  }

  @Test
  void refusesATopicThatTheStateDoesNotHave() {
    answer = Map.of("orders", new DiscoveredTopic(1, "two"));
    watch.discoverIfDue();

    assertThatThrownBy(() -> watch.verifyReadersCover(MADE))
        .hasMessageContaining("topic orders is in the configuration, but not in the state");
  }

  @Test
  void refusesARecreatedTopic() {
    answer = Map.of("users", new DiscoveredTopic(2, "two"));
    watch.discoverIfDue();

    assertThatThrownBy(() -> watch.verifyReadersCover(MADE))
        .hasMessageContaining("users was deleted and recreated");
  }

  @Test
  void refusesARecreatedTopicThatDidNotExistAtTheStart() {
    SourcePartitions waiting = SourcePartitions.of(Map.of("users", new TopicPartitions(0, 12, "")));
    watch.discoverIfDue();
    watch.verifyReadersCover(waiting);
    answer = Map.of("users", new DiscoveredTopic(2, "two"));
    clock.move(Duration.ofSeconds(20));
    watch.discoverIfDue();

    assertThatThrownBy(() -> watch.verifyReadersCover(waiting))
        .hasMessageContaining("users was deleted and recreated");
  }
}
