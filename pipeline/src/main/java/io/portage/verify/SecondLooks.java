package io.portage.verify;

import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.Barrier.BarrierState;
import io.portage.verify.Barrier.BarrierStatus;
import io.portage.verify.Decision.Verdict;
import io.portage.verify.SourceLooks.SnapshotRows;
import io.portage.verify.SourceLooks.SourceLook;
import io.portage.verify.compare.ComparedTarget.TargetRows;
import io.portage.verify.compare.ShownValues;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.position.LogPosition;
import io.portage.verify.position.SnapshotBounds;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the suspects of one table again, in rounds, until each is decided or the rounds are used
 * up: reads the source's rows in a snapshot, waits for the barrier of that snapshot, reads the
 * target's rows, and decides. No transaction is open while it waits. Not thread-safe.
 */
final class SecondLooks {
  /** The number of keys of one snapshot. */
  private static final int BATCH = 500;

  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  private final VerifyContext context;
  private final Sessions sessions;
  private final TablePair pair;
  private final Findings findings;
  private final SourceLooks source;
  private final Decision decision;

  SecondLooks(VerifyContext context, Sessions sessions, TablePair pair, Findings findings) {
    this.context = context;
    this.sessions = sessions;
    this.pair = pair;
    this.findings = findings;
    this.source = new SourceLooks(context, sessions, pair);
    this.decision = new Decision(pair.target(), pair.config());
  }

  /**
   * Looks at all suspects.
   *
   * @param finish true if those that remain undecided become findings; false if they may stay
   *     suspects, unless they are too many
   */
  void run(boolean finish) throws SQLException, InterruptedException {
    int rounds = Math.max(1, context.settings().rounds());
    for (int round = 1; round <= rounds && findings.hasSuspects(); round++) {
      context
          .progress()
          .advanced(pair.name(), VerifyProgress.Phase.AGAIN, findings.suspects().size(), 0);
      round(findings.suspects());
    }
    if (finish || findings.isFull()) {
      findings.suspects().forEach(suspect -> findings.add(undecided(suspect)));
    }
  }

  private void round(List<Suspect> suspects) throws SQLException, InterruptedException {
    Map<RowKey, SourceLook> looks = new HashMap<>();
    LogPosition end = null;
    for (int from = 0; from < suspects.size(); from += BATCH) {
      List<Suspect> batch = suspects.subList(from, Math.min(suspects.size(), from + BATCH));
      SnapshotBounds bounds = readSource(batch, looks);
      end = end == null || bounds.end().hasReached(end) ? bounds.end() : end;
    }
    if (end == null) {
      return;
    }
    BarrierState state = await(end);
    if (!state.isPassed()) {
      DifferenceKind kind =
          state.status() == BarrierStatus.UNKNOWN
              ? DifferenceKind.UNDECIDED
              : DifferenceKind.IN_FLIGHT;
      Instant now = context.clock().instant();
      suspects.forEach(suspect -> suspect.undecided(kind, state.reason(), now));
      return;
    }
    for (int from = 0; from < suspects.size(); from += BATCH) {
      decide(suspects.subList(from, Math.min(suspects.size(), from + BATCH)), looks);
    }
  }

  private BarrierState await(LogPosition end) throws InterruptedException {
    long deadline = context.nanos().getAsLong() + context.settings().barrierPatience().toNanos();
    while (true) {
      BarrierState state = context.barrier().state(end);
      if (!state.isPassed()) {
        context.progress().waits(state.reason());
      }
      if (state.status() != BarrierStatus.NOT_YET || context.nanos().getAsLong() - deadline >= 0) {
        return state;
      }
      context.sleeper().sleep(ASK_AGAIN);
    }
  }

  /** Reads the rows of a batch in one snapshot, which ends before anything is waited for. */
  private SnapshotBounds readSource(List<Suspect> batch, Map<RowKey, SourceLook> looks)
      throws SQLException {
    SnapshotRows rows = source.read(batch.stream().map(suspect -> suspect.key).toList());
    for (Suspect suspect : batch) {
      RowKey identity = pair.identity(suspect.key);
      SourceLook look = rows.of(identity);
      if (look.unknown().isEmpty()) {
        looks.put(identity, look);
      } else {
        findings.add(undecidable(suspect, look.unknown()));
      }
    }
    return rows.bounds();
  }

  private void decide(List<Suspect> batch, Map<RowKey, SourceLook> looks) throws SQLException {
    List<Row> keys = batch.stream().map(suspect -> suspect.key).toList();
    TargetRows rows = pair.compared().read(sessions.targetLook(), keys);
    LogPosition after = context.log().current(sessions.sourceWalk());
    Instant now = context.clock().instant();
    for (Suspect suspect : batch) {
      RowKey identity = pair.identity(suspect.key);
      SourceLook atSource = looks.get(identity);
      if (atSource == null) {
        continue; // a finding already
      }
      List<TargetRow> present = rows.of(identity);
      if (present.size() > 1) {
        findings.add(
            finding(
                suspect,
                new Verdict(
                    DifferenceKind.EXTRA,
                    List.of(),
                    "the target has " + present.size() + " rows with this key"),
                null,
                present.get(0),
                now));
        continue;
      }
      TargetRow row = present.isEmpty() ? null : present.get(0);
      Suspect.Look look =
          new Suspect.Look(
              atSource.expected(), atSource.rejected(), atSource.sources() > 1, row, after);
      decide(suspect, look, atSource, now);
    }
  }

  private void decide(Suspect suspect, Suspect.Look look, SourceLook source, Instant now) {
    Verdict verdict = decision.of(look, suspect.lastLook, source.bounds(), now);
    if (verdict.isEqual()) {
      findings.clear(suspect);
    } else if (verdict.kind() != null && verdict.kind().isDifference()) {
      findings.add(finding(suspect, verdict, look.expected(), look.target(), now));
    } else {
      suspect.undecided(
          verdict.kind() == null ? DifferenceKind.UNDECIDED : verdict.kind(),
          verdict.detail(),
          now);
      suspect.lastLook = look;
    }
  }

  private Finding finding(
      Suspect suspect,
      Verdict verdict,
      @Nullable Row expected,
      @Nullable TargetRow actual,
      Instant now) {
    return new Finding(
        pair.name(),
        pair.from(),
        suspect.key,
        verdict.kind() == null ? DifferenceKind.UNDECIDED : verdict.kind(),
        verdict.columns(),
        verdict.detail(),
        null,
        actual == null ? null : actual.version(),
        suspect.firstSeen,
        now,
        context.settings().showValues() && expected != null && actual != null
            ? ShownValues.of(verdict.columns(), expected, actual.values())
            : Map.of());
  }

  private Finding undecidable(Suspect suspect, String reason) {
    return finding(
        suspect,
        new Verdict(DifferenceKind.UNDECIDED, List.of(), reason),
        null,
        null,
        context.clock().instant());
  }

  private Finding undecided(Suspect suspect) {
    return finding(
        suspect,
        new Verdict(suspect.kind, List.of(), suspect.detail),
        null,
        null,
        suspect.lastSeen);
  }
}
