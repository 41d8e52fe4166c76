package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.write.UpsertData;
import java.util.List;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

/** The conditions under which the time limit of a parked row runs. */
final class ParkingDeadlineTest {
  private static final long NOW = 1_726_531_200_000L;
  private static final ParkingDeadline UNBOUNDED = new ParkingDeadline(false, 70_000, 3_600_000);

  @Test
  void runsWhileTheWatermarkIsNearTheClock() {
    assertThat(UNBOUNDED.whileRunning(NOW, before(60_000))).accepts(since(NOW - 1_000));
  }

  @Test
  void doesNotRunWhileThereIsABacklog() {
    assertThat(UNBOUNDED.whileRunning(NOW, before(80_000)))
        .rejects(since(NOW - 1_000), since(NOW - 3_599_999));
  }

  @Test
  void runsInTheEndIfTheWatermarkStaysFarFromTheClock() {
    assertThat(UNBOUNDED.whileRunning(NOW, before(86_400_000))).accepts(since(NOW - 3_600_000));
  }

  @Test
  void doesNotRunBeforeTheEndOfABoundedRun() {
    assertThat(new ParkingDeadline(true, 70_000, 3_600_000).whileRunning(NOW, before(0)))
        .rejects(since(NOW - 1_000), since(NOW - 86_400_000));
  }

  private static Instant before(long millis) {
    return Instant.ofEpochMilli(NOW - millis);
  }

  private static ParkedChanges since(long time) {
    FailureCause cause = FailureCause.of(Reason.ROW_MISSING, "no row");
    return new ParkedChanges(
        List.of(new UpsertData("docs").upsert(1L, 1)), cause, 1, time, time, time + 500);
  }
}
