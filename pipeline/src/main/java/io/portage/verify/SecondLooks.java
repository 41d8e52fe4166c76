package io.portage.verify;

import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.Barrier.BarrierState;
import io.portage.verify.Barrier.BarrierStatus;
import io.portage.verify.Decision.Verdict;
import io.portage.verify.position.LogPosition;
import io.portage.verify.position.SnapshotBounds;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
  private final RowExpectation expectation;
  private final Decision decision;

  /** The source's side of a look. */
  private record SourceLook(
      @Nullable Row expected, @Nullable String rejected, int sources, SnapshotBounds bounds) {}

  SecondLooks(VerifyContext context, Sessions sessions, TablePair pair, Findings findings) {
    this.context = context;
    this.sessions = sessions;
    this.pair = pair;
    this.findings = findings;
    this.expectation = new RowExpectation(context.config(), context.tables(), context.clock());
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
      if (state.status() != BarrierStatus.NOT_YET || context.nanos().getAsLong() - deadline >= 0) {
        return state;
      }
      context.sleeper().sleep(ASK_AGAIN);
    }
  }

  /** Reads the rows of a batch in one snapshot, which ends before anything is waited for. */
  private SnapshotBounds readSource(List<Suspect> batch, Map<RowKey, SourceLook> looks)
      throws SQLException {
    Connection connection = sessions.sourceLook();
    SnapshotBounds bounds = context.log().begin(connection);
    try {
      Map<RowKey, List<ExpectedRow>> found = new HashMap<>();
      List<Suspect> unknown = new ArrayList<>();
      for (SourceSide source : pair.sources()) {
        List<List<Object>> keys = new ArrayList<>();
        for (Suspect suspect : batch) {
          try {
            List<Object> values = source.sourceKey(suspect.key);
            if (values != null) {
              keys.add(values);
            }
          } catch (UndecidableException e) {
            unknown.add(suspect);
            findings.add(undecidable(suspect, e.reason()));
          }
        }
        for (Row row : source.byKey().byKeys(connection, keys)) {
          ExpectedRow expected = expectation.of(source.config(), source.names(), row);
          Row key = expected.key();
          if (key != null) {
            found.computeIfAbsent(pair.identity(key), k -> new ArrayList<>()).add(expected);
          }
        }
      }
      for (Suspect suspect : batch) {
        if (!unknown.contains(suspect)) {
          RowKey identity = pair.identity(suspect.key);
          looks.put(identity, look(found.getOrDefault(identity, List.of()), bounds));
        }
      }
      return bounds;
    } finally {
      connection.rollback();
    }
  }

  private static SourceLook look(List<ExpectedRow> rows, SnapshotBounds bounds) {
    Row expected = null;
    String rejected = null;
    for (ExpectedRow row : rows) {
      expected = row.row() == null ? expected : row.row();
      rejected = row.rejected() == null ? rejected : row.rejected();
    }
    return new SourceLook(expected, rejected, rows.size(), bounds);
  }

  private void decide(List<Suspect> batch, Map<RowKey, SourceLook> looks) throws SQLException {
    Connection connection = sessions.targetLook();
    List<Row> keys = batch.stream().map(suspect -> suspect.key).toList();
    Map<RowKey, List<TargetRow>> rows = pair.target().find(connection, keys);
    List<Row> missing = keys.stream().filter(key -> !rows.containsKey(pair.identity(key))).toList();
    Map<RowKey, TargetRow> tombstones = pair.tombstones().find(connection, missing);
    LogPosition after = context.log().current(sessions.sourceWalk());
    Instant now = context.clock().instant();
    for (Suspect suspect : batch) {
      RowKey identity = pair.identity(suspect.key);
      SourceLook source = looks.get(identity);
      if (source == null) {
        continue; // a finding already
      }
      List<TargetRow> present = rows.getOrDefault(identity, List.of());
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
      TargetRow row = present.isEmpty() ? tombstones.get(identity) : present.get(0);
      Suspect.Look look =
          new Suspect.Look(source.expected(), source.rejected(), source.sources() > 1, row, after);
      decide(suspect, look, source, now);
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
