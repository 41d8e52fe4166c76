package io.portage.launcher.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private static final Instant NOW = Instant.parse("2026-01-01T14:02:30Z");

  private static Health health(
      @Nullable String target, boolean started, long lag, Instant movedAt, int letters, long open) {
    return Health.of(
        new Health.Facts(
            NOW,
            null,
            null,
            target,
            Instant.parse("2026-01-01T14:02:00Z"),
            started,
            lag,
            null,
            movedAt,
            open,
            0),
        letters);
  }

  private static Health parked(Instant movedAt) {
    return Health.of(new Health.Facts(NOW, null, null, null, null, true, 7, NOW, movedAt, 0, 1), 0);
  }

  @Test
  void tellsThatRowsWaitWhetherOtherRecordsMoveOrNot() {
    String sentence =
        "1 key waits for another row (Tables names it), and 7 records have no committed outcome,"
            + " the oldest from 14:02:30 UTC";
    assertThat(parked(NOW)).isEqualTo(new Health("warning", sentence));
    assertThat(parked(NOW.minusSeconds(20)))
        .isEqualTo(new Health("warning", sentence + "; nothing moves since 14:02:10 UTC"));
  }

  @Test
  void tellsSinceWhenTheDatabaseIsAway() {
    assertThat(health("08001: connection refused", true, 7, NOW, 3, 0))
        .isEqualTo(
            new Health(
                "error", "waiting for the database since 14:02:00 UTC: 08001: connection refused"));
  }

  @Test
  void tellsProgress() {
    assertThat(health(null, true, 0, NOW, 0, 0).level()).isEqualTo("ok");
    assertThat(health(null, true, 7, NOW, 0, 7).sentence()).isEqualTo("behind by 7 records");
    assertThat(health(null, false, 7, NOW, 0, 0).sentence()).contains("no committed offset");
  }

  @Test
  void tellsThatNothingMoves() {
    assertThat(health(null, true, 7, NOW.minusSeconds(20), 0, 0))
        .matches(health -> health.level().equals("error"))
        .matches(health -> health.sentence().startsWith("nothing moves since 14:02:10 UTC"));
    assertThat(health(null, true, 7, NOW.minusSeconds(19), 0, 0).level()).isEqualTo("ok");
  }

  @Test
  void tellsDeadLettersAndALedgerThatDoesNotAddUp() {
    assertThat(health(null, true, 0, NOW, 1, 0))
        .isEqualTo(
            new Health(
                "warning", "up to date: every record has an outcome; 1 unresolved dead letter"));
    assertThat(health(null, true, 0, NOW, 0, -2).sentence()).contains("does not add up");
  }
}
