package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.kafka.StopOffsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/** The start of bounded runs, the partitions they ignore, and the gaps that fail them. */
public abstract class ReadLimitsContract extends ReadContract {
  @Test
  void startsAtAnInstant() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().send(topic, 1, 0, 3);
    Instant instant = Instant.ofEpochMilli(TestFormat.BASE_MILLIS + 3_500);

    assertThat(run(config(StartFrom.INSTANT, instant))).isEqualTo(Map.of(0, offsets(4, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 10L, 1, 3L));
  }

  @Test
  void startsAtTheEnd() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);

    assertThat(run(config(StartFrom.LATEST, null))).isEmpty();
    assertThat(committed()).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void startsAtTheFirstRemainingRecordWithoutACommittedOffset() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().deleteBefore(topic, 0, 6);

    assertThat(runTwice(committedOrEarliest())).isEqualTo(Map.of(0, offsets(6, 10)));
    assertThat(committed()).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void neverCommitsBelowTheGroupsOffset() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 8);
    StopOffsets early = StopOffsets.of(Map.of(topic, Map.of(0, 5L)));

    assertThat(run(config(StartFrom.EARLIEST, null), early)).isEqualTo(Map.of(0, offsets(0, 5)));
    assertThat(committed()).isEqualTo(Map.of(0, 8L));
  }

  @Test
  void readsNothingOfAPartitionCreatedAfterTheStopOffsets() throws Exception {
    topics().create(topic, 2, Map.of());
    topics().send(topic, 0, 0, 4);
    topics().send(topic, 1, 0, 4);
    StopOffsets older = StopOffsets.of(Map.of(topic, Map.of(0, 4L)));

    assertThat(run(committedOrEarliest(), older)).isEqualTo(Map.of(0, offsets(0, 4)));
    assertThat(committed()).isEqualTo(Map.of(0, 4L));
  }

  @Test
  void failsAndNamesTheLostRange() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 2);
    topics().deleteBefore(topic, 0, 5);

    assertThatThrownBy(() -> run(committedOrEarliest()))
        .hasStackTraceContaining(
            "topic " + topic + " partition 0: offsets 2 to 4 are no longer in the log");
    assertThat(committed()).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void failsWhenTheCommittedOffsetIsPastTheEndOfTheLog() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    topics().setCommitted(group, topic, 0, 50);

    assertThatThrownBy(() -> run(committedOrEarliest()))
        .hasStackTraceContaining("offset 50 lies beyond the end of the log (10)");
  }

  @Test
  void failsAndNamesTheOffsetsWithoutAnOutcome() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    PortageConfig config = committedOrEarliest();
    StopOffsets stops = StopOffsets.resolve(config.source());

    assertThatThrownBy(
            () -> ReadHarness.pipeline(options(), config, stops, 3).run().waitUntilFinish())
        .hasStackTraceContaining("topic " + topic + " partition 0: offsets 3 to 3 have no outcome");
    assertThat(committed()).isEqualTo(Map.of(0, 3L));
  }

  @Test
  void failsWhenTheGroupHasMembers() throws Exception {
    topics().create(topic, 1, Map.of());
    topics().send(topic, 0, 0, 10);
    try (KafkaConsumer<byte[], byte[]> member = topics().subscribe(topic, group)) {
      assertThat(member.assignment()).isNotEmpty();

      assertThatThrownBy(() -> run(committedOrEarliest()))
          .hasStackTraceContaining("group " + group + " has members");
    }
  }
}
