package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.LatestConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.plain.EnvelopeJsonConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.junit.jupiter.api.Test;

/** The letters are those of the cases in {@link PartitionWatermark}. */
final class PartitionWatermarkTest {
  private static final Instant T = Instant.parse("2024-09-17T00:00:00Z");
  private static final long OUT_OF_ORDER = 10_000;

  private final HandClock clock = new HandClock(T.plusSeconds(60));
  private final PartitionWatermark time = restored(PartitionWatermark.BEGINNING);

  @Test
  void hasTheTimeBoundsOfBeam() {
    assertThat(PartitionWatermark.BEGINNING)
        .isEqualTo(BoundedWindow.TIMESTAMP_MIN_VALUE.getMillis());
    assertThat(PartitionWatermark.END).isEqualTo(BoundedWindow.TIMESTAMP_MAX_VALUE.getMillis());
    assertThat(PartitionWatermark.LAST).isEqualTo(GlobalWindow.INSTANCE.maxTimestamp().getMillis());
  }

  @Test
  void undecodableRecordsGetTheWatermarkAndDoNotMoveIt() { // (a)
    assertThat(time.assignTimestamp(null)).isEqualTo(PartitionWatermark.BEGINNING);
    assertThat(time.watermark()).isEqualTo(PartitionWatermark.BEGINNING);

    time.assignTimestamp(T);

    assertThat(time.assignTimestamp(null)).isEqualTo(millis(T) - OUT_OF_ORDER);
    assertThat(time.lateness()).isZero();
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);
  }

  @Test
  void usesTimesUpToTheAllowedSkewOnly() { // (a)
    Instant last = clock.instant().plus(Duration.ofMinutes(10));
    assertThat(time.assignTimestamp(last)).isEqualTo(millis(last));

    long watermark = time.watermark();
    assertThat(time.assignTimestamp(last.plusMillis(1))).isEqualTo(watermark);
    assertThat(time.lateness()).isZero();
    assertThat(time.watermark()).isEqualTo(watermark);
  }

  @Test
  void ignoresTimesOutsideOfBeamsRange() { // (a)
    time.assignTimestamp(T);

    for (Instant wild : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(Long.MIN_VALUE))) {
      assertThat(time.assignTimestamp(wild)).isEqualTo(millis(T) - OUT_OF_ORDER);
      assertThat(time.lateness()).isZero();
    }
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);
  }

  @Test
  void usesTimesBefore1970() { // (b)
    Instant old = Instant.parse("1931-01-01T00:00:00Z");

    assertThat(time.assignTimestamp(old)).isEqualTo(millis(old));
    assertThat(time.watermark()).isEqualTo(millis(old) - OUT_OF_ORDER);
  }

  @Test
  void keepsTheWatermarkBelowTheHighestTimeAndNeverMovesItBack() { // (b)
    time.assignTimestamp(T);
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);

    time.assignTimestamp(T.minusSeconds(3600));
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);

    time.assignTimestamp(T.plusSeconds(5));
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER + 5_000);
  }

  @Test
  void raisesLateRecordsToTheWatermark() { // (c)
    time.assignTimestamp(T);

    assertThat(time.assignTimestamp(T.minusSeconds(9))).isEqualTo(millis(T) - 9_000);
    assertThat(time.assignTimestamp(T.minusSeconds(3600))).isEqualTo(millis(T) - OUT_OF_ORDER);
  }

  @Test
  void measuresLatenessToTheMillisecond() { // (d)
    time.assignTimestamp(T.plusMillis(1));
    assertThat(time.lateness()).isZero();

    time.assignTimestamp(T.plusMillis(1).minusMillis(OUT_OF_ORDER));
    assertThat(time.lateness()).isZero();

    time.assignTimestamp(T.minusMillis(OUT_OF_ORDER));
    assertThat(time.lateness()).isEqualTo(1);

    time.assignTimestamp(T.plusMillis(1).minusSeconds(80));
    assertThat(time.lateness()).isEqualTo(70_000);
  }

  @Test
  void aPauseMakesNoRecordLate() { // (d), (e)
    time.assignTimestamp(T);
    idleFor(Duration.ofMinutes(5));

    long followed = millis(clock.instant()) - PartitionWatermark.IDLE.toMillis() - OUT_OF_ORDER;
    assertThat(time.watermark()).isBetween(followed, followed + 1);
    for (int before = 0; before <= 10; before++) {
      assertThat(time.assignTimestamp(T.minusSeconds(before))).isEqualTo(time.watermark());
      assertThat(time.lateness()).isZero();
    }
    time.assignTimestamp(T.minusSeconds(15));
    assertThat(time.lateness()).isEqualTo(5_000);
  }

  @Test
  void theWatermarkOfAnEmptyPartitionFollowsTheClock() { // (e)
    assertThat(time.watermark()).isEqualTo(PartitionWatermark.BEGINNING);

    idleFor(Duration.ofSeconds(30));
    assertThat(time.watermark()).isEqualTo(PartitionWatermark.BEGINNING);

    idleFor(Duration.ofSeconds(1));
    assertThat(time.watermark())
        .isBetween(millis(clock.instant()) - 40_000, millis(clock.instant()) - 39_999);
  }

  @Test
  void theWatermarkOfAMissingPartitionFollowsTheClockAtOnce() { // (e)
    time.markIdle();

    assertThat(time.watermark())
        .isBetween(millis(clock.instant()) - 40_000, millis(clock.instant()) - 39_999);
  }

  @Test
  void aPartitionWithRecordsBeforeARestoreIsNotMarkedIdle() { // (e), (h)
    PartitionWatermark again = restored(millis(T));
    again.markIdle();

    assertThat(again.watermark()).isEqualTo(millis(T));
  }

  @Test
  void doesNotFollowTheClockBackwards() { // (b), (e)
    time.assignTimestamp(clock.instant().plus(Duration.ofMinutes(9)));
    long ahead = time.watermark();

    idleFor(Duration.ofMinutes(2));

    assertThat(time.watermark()).isEqualTo(ahead);
  }

  @Test
  void timeWithoutPollsIsNotIdleTime() { // (f)
    time.assignTimestamp(T);
    time.watermark();

    clock.move(Duration.ofMinutes(5));

    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);
    idleFor(Duration.ofSeconds(29));
    assertThat(time.watermark()).isEqualTo(millis(T) - OUT_OF_ORDER);
  }

  @Test
  void theEndMarkEndsTheWatermark() { // (g)
    time.assignTimestamp(T);
    time.markEnd();

    assertThat(time.watermark()).isEqualTo(PartitionWatermark.END);
    assertThat(time.assignTimestamp(null)).isEqualTo(PartitionWatermark.LAST);
  }

  @Test
  void neverFallsBelowARestoredWatermark() { // (b)
    PartitionWatermark again = restored(millis(T));

    assertThat(again.watermark()).isEqualTo(millis(T));
    assertThat(again.assignTimestamp(T.minusSeconds(3600))).isEqualTo(millis(T));
    assertThat(again.watermark()).isEqualTo(millis(T));
  }

  @Test
  void restoresTheHighestTimeFromTheWatermark() { // (h)
    time.assignTimestamp(T);

    PartitionWatermark again = restored(time.watermark());
    again.assignTimestamp(T.minusSeconds(80));

    assertThat(again.lateness()).isEqualTo(70_000);
  }

  @Test
  void isNotLateAfterARestoredWatermarkThatFollowedTheClock() { // (h)
    time.assignTimestamp(T);
    idleFor(Duration.ofMinutes(5));

    PartitionWatermark again = restored(time.watermark());

    again.assignTimestamp(T.minusSeconds(5));
    assertThat(again.lateness()).isZero();
    again.assignTimestamp(T.minusSeconds(25));
    assertThat(again.lateness()).isEqualTo(10_000);
  }

  private void idleFor(Duration pause) {
    for (long second = 0; second < pause.toSeconds(); second++) {
      clock.move(Duration.ofSeconds(1));
      time.watermark();
    }
  }

  private PartitionWatermark restored(long watermark) {
    return new PartitionWatermark(clock, source(), LatestConfig.DEFAULTS, watermark);
  }

  private static long millis(Instant instant) {
    return instant.toEpochMilli();
  }

  private static SourceConfig source() {
    return TestConfigs.source(
        "nowhere:1",
        List.of("users"),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        new EnvelopeJsonConfig(),
        Duration.ofMinutes(10),
        "unavailable");
  }
}
