package io.portage.latest;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.Chunk;
import io.portage.model.DeadLetter;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;

/** Counts late changes, and makes dead letters of them if the configuration does not apply them. */
final class RouteLateFn extends DoFn<Chunk<Change>, Chunk<Change>> {
  static final TupleTag<Chunk<Change>> APPLY = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  private final long allowedMillis;
  private final boolean apply;
  private final Clock clock;
  private final Counter late = Ledger.late();

  RouteLateFn(LatestConfig config, Clock clock) {
    this.allowedMillis = config.allowedLateness().toMillis();
    this.apply = config.late() == LatePolicy.APPLY;
    this.clock = clock;
  }

  @StartBundle
  public void start() {
    late.inc(0); // creates the metric before the first late change
  }

  @ProcessElement
  public void process(@Element Chunk<Change> chunk, MultiOutputReceiver out) {
    List<Change> tooLate = new ArrayList<>(0);
    long records = 0;
    for (Change change : chunk.items()) {
      if (change.lateness() > allowedMillis) {
        tooLate.add(change);
        records += change.recordCount();
      }
    }
    if (tooLate.isEmpty()) {
      out.get(APPLY).output(chunk);
      return;
    }
    late.inc(records);
    if (apply) {
      out.get(APPLY).output(chunk);
      return;
    }
    tooLate.forEach(change -> out.get(DEAD).output(deadLetter(change)));
    List<Change> inTime =
        chunk.items().stream().filter(change -> change.lateness() <= allowedMillis).toList();
    Chunk<Change> rest = Chunk.ofNullable(inTime, chunk.atEnd());
    if (rest != null) {
      out.get(APPLY).output(rest);
    }
  }

  private DeadLetter deadLetter(Change change) {
    String message =
        "late by "
            + Duration.ofMillis(change.lateness())
            + ", allowed lateness is "
            + Duration.ofMillis(allowedMillis);
    return DeadLetter.ofChange(
        Stage.LATEST, DeadLetter.FailureCause.of(Reason.LATE, message), clock.millis(), change);
  }
}
