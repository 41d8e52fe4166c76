package io.portage.commit;

import static io.portage.commit.FakeGroup.users;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class ConsumerLagTest {
  private final FakeGroup log = new FakeGroup();
  private final HandClock watch = new HandClock(Instant.ofEpochSecond(1_000));
  private final ConsumerLag consumerLag = new ConsumerLag(log, watch);

  @Test
  void countsTheRecordsAboveTheFrontiers() throws Exception {
    log.ends.putAll(Map.of(users(0), 100L, users(1), 50L));
    Map<TopicPartition, Long> reached = Map.of(users(0), 90L, users(1), 50L);

    consumerLag.refresh(reached.keySet());

    assertThat(consumerLag.total(reached)).isEqualTo(10);
    assertThat(log.endsAsked).isEqualTo(1);
  }

  @Test
  void followsTheFrontierWithoutARequest() throws Exception {
    log.ends.put(users(0), 100L);

    consumerLag.refresh(List.of(users(0)));
    consumerLag.refresh(List.of(users(0)));

    assertThat(consumerLag.total(Map.of(users(0), 95L))).isEqualTo(5);
    assertThat(log.endsAsked).isEqualTo(1);
  }

  @Test
  void refreshesTheEndOffsetsLater() throws Exception {
    log.ends.put(users(0), 100L);
    consumerLag.refresh(List.of(users(0)));
    log.ends.put(users(0), 200L);
    watch.move(ConsumerLag.EVERY);

    consumerLag.refresh(List.of(users(0)));

    assertThat(consumerLag.total(Map.of(users(0), 90L))).isEqualTo(110);
  }

  @Test
  void isNeverNegative() throws Exception {
    log.ends.put(users(0), 100L);
    consumerLag.refresh(List.of(users(0)));

    assertThat(consumerLag.total(Map.of(users(0), 103L))).isZero();
  }
}
