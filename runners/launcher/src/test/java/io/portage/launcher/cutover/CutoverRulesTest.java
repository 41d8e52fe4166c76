package io.portage.launcher.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.kafka.StopOffsets;
import io.portage.launcher.cutover.CapturedRecords.Since;
import io.portage.launcher.cutover.RowCountsCheck.Counts;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.target.readiness.KeyGenerator;
import io.portage.verify.Barrier.BarrierState;
import io.portage.verify.barrier.ConnectorProgress;
import io.portage.verify.barrier.ConnectorProgress.Delivered;
import io.portage.verify.position.LogActivity;
import io.portage.verify.position.LogPosition;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the checks, without servers. */
final class CutoverRulesTest {
  private static final Duration TEN = Duration.ofSeconds(10);

  @ParameterizedTest
  @CsvSource({
    "0/10, 0/90, 7, 7, 0, 0, GO, ''", // the server's own records
    "0/10, 0/90, 7, 8, 0, 0, NO_GO, writes-stopped:committed",
    "0/10, 0/10, 7, 7, 1, 1, NO_GO, writes-stopped:open",
    "0/10, 0/10, 7, 7, 1, 0, NO_GO, writes-stopped:open",
    "0/10, 0/90, 7, 7, -1, -1, GO, ''",
    "b.1:4, b.1:4, 0, 0, 0, 0, GO, ''",
    "b.1:4, b.1:5, 0, 0, 0, 0, NO_GO, writes-stopped:committed",
    "b.1:4, b.1:4, 0, 0, 0, 2, NO_GO, writes-stopped:open",
  })
  void writesAreStoppedIfNothingWasCommittedAndNothingIsOpen(
      String from,
      String to,
      long endedFirst,
      long endedLast,
      long openFirst,
      long openLast,
      CutoverVerdict verdict,
      String finding) {
    LogActivity first = new LogActivity(LogPosition.parse(from), endedFirst, openFirst);
    LogActivity last = new LogActivity(LogPosition.parse(to), endedLast, openLast);
    boolean committed = WritesStoppedCheck.hasCommitted(first, last);
    CheckOutcome outcome =
        WritesStoppedCheck.judge(first, last, TEN, committed ? new Since(false, "records") : null);

    assertThat(outcome.verdict()).isEqualTo(verdict);
    assertThat(ids(outcome)).isEqualTo(finding.isEmpty() ? List.of() : List.of(finding));
    if (committed) {
      assertThat(WritesStoppedCheck.judge(first, last, TEN, new Since(true, "none")).verdict())
          .as("the commits were of other tables")
          .isEqualTo(CutoverVerdict.GO);
    }
  }

  @Test
  void commitsWithoutACapturedRecordDoNotCountOnceTheConnectorHasDeliveredThem() throws Exception {
    StopOffsets before = StopOffsets.of(Map.of("t", Map.of(0, 7L)));
    StopOffsets more = StopOffsets.of(Map.of("t", Map.of(0, 8L)));
    LogPosition end = LogPosition.ofLsn(90);
    Delivered below = Delivered.upTo(LogPosition.ofLsn(89), "at 89");
    Delivered reached = Delivered.upTo(end, "at 90");

    assertThat(since(List.of(below, reached), before, before, end).isNone()).isTrue();
    assertThat(since(List.of(reached), before, more, end).isNone()).isFalse();
    assertThat(since(List.of(below), before, before, end))
        .as("not delivered in time")
        .isEqualTo(new Since(false, "it is not known yet of which tables: at 89"));
    assertThat(since(List.of(Delivered.unknown("no slot")), before, before, end).detail())
        .endsWith("no slot");
    assertThat(since(List.of(ConnectorProgress.IDLE.delivered()), before, before, end).isNone())
        .as("a statement is no observation")
        .isFalse();
  }

  private static Since since(
      List<Delivered> progress, StopOffsets before, StopOffsets now, LogPosition end)
      throws InterruptedException {
    Ticks ticks = new Ticks();
    List<Delivered> next = new ArrayList<>(progress);
    return new CapturedRecords(
            () -> next.size() > 1 ? next.remove(0) : next.get(0),
            () -> now,
            TEN,
            ticks,
            ticks::pass)
        .since(before, end);
  }

  @Test
  void parkedRowsAreToldFromRecordsOnTheirWay() {
    Optional<MetricsSnapshot> none = Optional.empty();

    assertThat(ParkedRowsCheck.judge(0, Map.of(), none).verdict()).isEqualTo(CutoverVerdict.GO);
    assertThat(ParkedRowsCheck.judge(5, Map.of(), none).verdict())
        .isEqualTo(CutoverVerdict.UNDECIDED);
    assertThat(ids(ParkedRowsCheck.judge(5, Map.of("t", 2L), none)))
        .containsExactly("parked-rows:t");
    assertThat(ParkedRowsCheck.judge(5, Map.of(), parked(0)).verdict())
        .isEqualTo(CutoverVerdict.GO);
    assertThat(ids(ParkedRowsCheck.judge(5, Map.of(), parked(3))))
        .containsExactly("parked-rows:job");
    assertThat(ids(ParkedRowsCheck.judge(5, Map.of("t", 2L), parked(0))))
        .as("after a restart the metric follows later")
        .containsExactly("parked-rows:t");
  }

  private static Optional<MetricsSnapshot> parked(long rows) {
    return Optional.of(new MetricsSnapshot("Flink", Map.of("Upsert.parkedRows", rows)));
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, 100, 0, GO",
    "99, 100, 100, 0, NO_GO",
    "101, 100, 100, 0, NO_GO",
    "98, 100, 100, 2, GO", // two dead letters are accepted
    "97, 100, 100, 2, NO_GO",
    "60, 100, 0, 0, GO", // a filter
    "101, 100, 0, 0, NO_GO",
    "55, 100, 60, 0, NO_GO", // rows of two sources may be the same, but not fewer
  })
  void countsOfRows(long target, long sources, long least, int accepted, CutoverVerdict verdict) {
    assertThat(
            RowCountsCheck.judge(List.of(new Counts("t", target, sources, least)), accepted)
                .verdict())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 11, 10, GO",
    "true, 10, 10, NO_GO",
    "true, 1, , GO",
    "false, -11, -10, GO",
    "false, -10, -10, NO_GO",
    "true, 101, 100, NO_GO", // the limit
  })
  void aSequenceContinuesAfterTheKeys(
      boolean ascending, long next, @Nullable Long outermost, CutoverVerdict verdict) {
    CheckOutcome outcome =
        SequencesCheck.judge(
            List.of(
                generator(
                    ascending,
                    next,
                    outermost == null ? null : BigInteger.valueOf(outermost),
                    List.of())),
            List.of());

    assertThat(outcome.verdict()).isEqualTo(verdict);
  }

  @Test
  void aSequenceOfTextsCannotBeCompared() {
    assertThat(
            SequencesCheck.judge(List.of(generator(true, 1, null, List.of("t.code"))), List.of())
                .verdict())
        .isEqualTo(CutoverVerdict.UNDECIDED);
  }

  private static KeyGenerator generator(
      boolean ascending, long next, @Nullable BigInteger outermost, List<String> uncomparable) {
    return new KeyGenerator(
        "s",
        List.of("t.id"),
        ascending,
        BigInteger.valueOf(next),
        outermost,
        uncomparable,
        BigInteger.valueOf(ascending ? 100 : -100),
        "SELECT setval('s', 1)");
  }

  @Test
  void acceptedFindingsNoLongerStandAgainstTheSwitch() {
    CheckOutcome outcome =
        CheckOutcome.of(
            List.of(),
            List.of(new CutoverFinding("a", "p", "f"), new CutoverFinding("b", "p", "f")));

    assertThat(outcome.accepting(Set.of("a")).verdict()).isEqualTo(CutoverVerdict.NO_GO);
    assertThat(ids(outcome.accepting(Set.of("a")))).containsExactly("b");
    assertThat(outcome.accepting(Set.of("a", "b")).verdict()).isEqualTo(CutoverVerdict.GO);
    assertThat(outcome.accepting(Set.of("a", "b")).accepted()).hasSize(2);
    assertThat(CheckOutcome.undecided("x").accepting(Set.of("x")).verdict())
        .isEqualTo(CutoverVerdict.UNDECIDED);
  }

  @Test
  void oneNoGoOutweighsEverything() {
    assertThat(CutoverVerdict.of(List.of(CutoverVerdict.GO, CutoverVerdict.GO)))
        .isEqualTo(CutoverVerdict.GO);
    assertThat(CutoverVerdict.of(List.of(CutoverVerdict.GO, CutoverVerdict.UNDECIDED)))
        .isEqualTo(CutoverVerdict.UNDECIDED);
    assertThat(CutoverVerdict.of(List.of(CutoverVerdict.UNDECIDED, CutoverVerdict.NO_GO)))
        .isEqualTo(CutoverVerdict.NO_GO);
    assertThat(CutoverVerdict.of(List.of())).isEqualTo(CutoverVerdict.UNDECIDED);
  }

  @Test
  void columnsThatHaveChangedSinceAnEarlierReport() {
    Map<String, List<String>> before = Map.of("a", List.of("id int8", "x text"), "gone", List.of());

    assertThat(
            SchemaDriftCheck.changes(
                before, Map.of("a", List.of("x text", "id int8"), "new", List.of("id int8"))))
        .isEmpty();
    assertThat(SchemaDriftCheck.changes(before, Map.of("a", List.of("id int8", "x varchar(9,0)"))))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem()).contains("was [x text], is [x varchar(9,0)]"));
  }

  @Test
  void theBarrierIsWaitedForAsLongAsItMayPass() throws Exception {
    List<BarrierState> states =
        new ArrayList<>(List.of(BarrierState.notYet("late"), BarrierState.PASSED));
    Optional<LogPosition> at = Optional.of(LogPosition.ofLsn(1));
    Ticks ticks = new Ticks();

    assertThat(
            new BarrierCheck(p -> states.remove(0), () -> at, TEN, ticks, ticks::pass)
                .run()
                .verdict())
        .isEqualTo(CutoverVerdict.GO);
    CheckOutcome late =
        new BarrierCheck(p -> BarrierState.notYet("late"), () -> at, TEN, ticks, ticks::pass).run();
    assertThat(late.findings())
        .containsExactly(
            new CutoverFinding("barrier:not-passed", "late", late.findings().get(0).fix()));
    assertThat(
            new BarrierCheck(p -> BarrierState.unknown("why"), () -> at, TEN, ticks, ticks::pass)
                .run()
                .evidence())
        .containsExactly("why");
  }

  @Test
  void theReportsAreDeterministicAndCanBeReadBack() {
    CutoverReport report =
        new CutoverReport(
            "job_1",
            Instant.parse("2026-01-02T03:04:05Z"),
            List.of(
                new CheckReport(
                    "lag", "The lag is 0", CheckOutcome.go("all | read"), Duration.ofMillis(1_250)),
                new CheckReport(
                    "triggers",
                    "The triggers are enabled",
                    CheckOutcome.noGo(new CutoverFinding("triggers:t.x", "is disabled", "ALTER;")),
                    Duration.ofMillis(250))),
            Map.of("public.t", List.of("id int8")));

    assertThat(CutoverMarkdown.render(report))
        .startsWith("# Cutover of job\\_1\n\n- Verdict: **NO GO**\n- Time: 2026-01-02T03:04:05Z\n")
        .contains(
            "- Expected downtime: 1.5 s",
            "| The lag is 0 (`lag`) | go | 1.3 s |",
            "- all \\| read",
            "- `triggers:t.x`: is disabled. Fix: ALTER;");
    CutoverJson json = new CutoverJson();
    assertThat(json.render(report)).isEqualTo(json.render(report)).contains("\"exitCode\" : 1");
    assertThat(json.sourceColumns(json.render(report))).isEqualTo(report.sourceColumns());
    assertThat(report.text()).endsWith("Verdict: no go.");
  }

  private static List<String> ids(CheckOutcome outcome) {
    return outcome.findings().stream().map(CutoverFinding::id).toList();
  }

  /** A clock that stands still except while something sleeps. */
  private static final class Ticks extends Clock {
    private Instant now = Instant.EPOCH;

    void pass(Duration length) {
      now = now.plus(length);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
