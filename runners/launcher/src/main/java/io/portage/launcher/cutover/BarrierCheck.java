package io.portage.launcher.cutover;

import io.portage.launcher.output.DurationText;
import io.portage.target.connection.Sleeper;
import io.portage.verify.Barrier;
import io.portage.verify.Barrier.BarrierState;
import io.portage.verify.Barrier.BarrierStatus;
import io.portage.verify.position.LogPosition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Every change up to the position at which the source stands has its outcome. */
final class BarrierCheck implements CutoverCheck {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Barrier barrier;
  private final Supplier<Optional<LogPosition>> position;
  private final Duration patience;
  private final Clock clock;
  private final Sleeper sleeper;

  BarrierCheck(
      Barrier barrier,
      Supplier<Optional<LogPosition>> position,
      Duration patience,
      Clock clock,
      Sleeper sleeper) {
    this.barrier = barrier;
    this.position = position;
    this.patience = patience;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public String id() {
    return "barrier";
  }

  @Override
  public String title() {
    return "The connector and the job have carried every change of the source";
  }

  @Override
  public CheckOutcome run() throws InterruptedException {
    Optional<LogPosition> wanted = position.get();
    if (wanted.isEmpty()) {
      return CheckOutcome.undecided("the source's position is not known");
    }
    Instant deadline = clock.instant().plus(patience);
    BarrierState state = barrier.state(wanted.get());
    while (state.status() == BarrierStatus.NOT_YET && clock.instant().isBefore(deadline)) {
      sleeper.sleep(PAUSE);
      state = barrier.state(wanted.get());
    }
    return switch (state.status()) {
      case PASSED -> CheckOutcome.go("passed for the position " + wanted.get());
      case UNKNOWN -> CheckOutcome.undecided(state.reason());
      case NOT_YET ->
          CheckOutcome.noGo(
              new CutoverFinding(
                  "barrier:not-passed",
                  state.reason(),
                  "wait (--barrier-patience, --watch); if it does not move, see to the connector"
                      + " and the job"),
              "not passed within " + DurationText.of(patience) + " for " + wanted.get());
    };
  }
}
