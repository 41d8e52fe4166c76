package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Version;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerVersionTest {
  private static final Instant FAILOVER = Instant.parse("2024-09-17T12:00:00Z");

  private final TestBed bed = new TestBed();

  @Test
  void ordersBySourcePositionAndNotByTime() {
    bed.order(VersionOrder.POSITION);

    Version first = version(EventBuilder.update("user_id", 1L).position(9, 0x9F).time(TestBed.NOW));
    Version second =
        version(
            EventBuilder.update("user_id", 1L)
                .position(9, 0x100)
                .time(TestBed.NOW.minusSeconds(9)));

    assertThat(second.isAfter(first)).isTrue();
  }

  @Test
  void ordersASnapshotWithoutAPositionBelowTheStream() {
    bed.order(VersionOrder.POSITION);

    Version stream = version(EventBuilder.update("user_id", 1L).position(0, 1));
    Version snapshot =
        version(
            EventBuilder.of("r")
                .after("user_id", 1L)
                .time(TestBed.NOW.plusSeconds(60))
                .at(9, 9_999));
    Version positioned = version(EventBuilder.of("r").after("user_id", 1L).position(0, 2));

    assertThat(stream.isAfter(snapshot)).isTrue();
    assertThat(positioned.isAfter(stream)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "u", "d"})
  void refusesAChangeWithoutAPositionInPositionOrder(String op) {
    bed.order(VersionOrder.POSITION);

    FailureCause cause =
        bed.refusal(EventBuilder.of(op).before("user_id", 1L).after("user_id", 1L));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "u", "d", "r"})
  void refusesAChangeWithoutATimeInTimeOrder(String op) {
    FailureCause cause =
        bed.refusal(EventBuilder.of(op).before("user_id", 1L).after("user_id", 1L).time(null));

    assertThat(cause)
        .isEqualTo(FailureCause.of(Reason.MISSING_VERSION, "the event has no timestamp"));
  }

  @Test
  void breaksTiesByTheOffset() {
    Version first = version(EventBuilder.update("user_id", 1L).at(2, 17));
    Version second = version(EventBuilder.update("user_id", 1L).at(2, 18));

    assertThat(second.isAfter(first)).isTrue();
  }

  @Test
  void refusesTimesInTheFarFuture() {
    EventBuilder bound =
        EventBuilder.update("user_id", 1L).time(TestBed.NOW.plus(Duration.ofMinutes(10)));
    EventBuilder beyond =
        EventBuilder.update("user_id", 1L).time(TestBed.NOW.plusSeconds(600).plusMillis(1));

    assertThat(bed.change(bound)).isNotNull();
    assertThat(bed.refusal(beyond).reason()).isEqualTo(Reason.FAR_FUTURE);
    assertThat(bed.refusal(EventBuilder.delete("user_id", 1L).time(Instant.MAX)).reason())
        .isEqualTo(Reason.FAR_FUTURE);
    assertThat(bed.refusal(EventBuilder.update("user_id", 1L).time(Instant.MIN)).reason())
        .isEqualTo(Reason.MISSING_VERSION);
  }

  @Test
  void refusesSecondsInPlaceOfMillisecondsIfTheyAreTheVersion() {
    EventBuilder seconds =
        EventBuilder.update("user_id", 1L).time(Instant.ofEpochMilli(1_726_531_260L));

    assertThat(bed.refusal(seconds).reason()).isEqualTo(Reason.FAR_PAST);
    assertThat(bed.refusal(seconds).message())
        .contains("1970-01-20T23:35:31.260Z", "source.earliestTime, 1971-01-01T00:00:00Z");
    assertThat(bed.refusal(EventBuilder.update("user_id", 1L).time(Instant.EPOCH)).reason())
        .isEqualTo(Reason.FAR_PAST);
    assertThat(
            bed.change(
                EventBuilder.update("user_id", 1L).time(Instant.parse("1971-01-01T00:00:00Z"))))
        .isNotNull();
    TestBed logged = new TestBed().order(VersionOrder.POSITION);
    assertThat(logged.change(EventBuilder.update("user_id", 1L).position(1, 1).time(Instant.EPOCH)))
        .isNotNull();
  }

  @Test
  void acceptsFutureTimesInPositionOrder() {
    bed.order(VersionOrder.POSITION);
    Instant year2099 = Instant.parse("2099-01-01T00:00:00Z");

    Change future = bed.change(EventBuilder.update("user_id", 1L).position(1, 1).time(year2099));
    Change absurd = bed.change(EventBuilder.update("user_id", 1L).position(1, 1).time(Instant.MAX));
    Change none = bed.change(EventBuilder.update("user_id", 1L).position(1, 1).time(null));

    assertThat(future.changeTime()).isEqualTo(year2099.toEpochMilli());
    assertThat(absurd.changeTime()).isEqualTo(absurd.kafkaTime());
    assertThat(none.changeTime()).isEqualTo(none.kafkaTime());
  }

  @Test
  void selectsTheEpochByTheRecordsTimestamp() {
    bed.order(VersionOrder.POSITION)
        .epochs(new Epoch(FAILOVER, 1), new Epoch(FAILOVER.plusSeconds(60), 7));

    Version before =
        version(
            EventBuilder.update("user_id", 1L).position(999, 0).kafkaTime(FAILOVER.minusMillis(1)));
    Version after = version(EventBuilder.update("user_id", 1L).position(1, 0).kafkaTime(FAILOVER));
    Version last =
        version(
            EventBuilder.update("user_id", 1L).position(1, 0).kafkaTime(FAILOVER.plusSeconds(61)));

    assertThat(before.epoch()).isZero();
    assertThat(after.epoch()).isEqualTo(1);
    assertThat(last.epoch()).isEqualTo(7);
    assertThat(after.isAfter(before)).isTrue();
  }

  private Version version(EventBuilder event) {
    return bed.change(event).version();
  }
}
