package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portage.model.Reason;
import io.portage.model.RejectedChangeException;
import io.portage.model.SourcePosition;
import io.portage.model.event.SourceLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A log that begins again is told from a connector that repeats changes. */
class LogRestartDetectorTest {
  private static final Instant START = Instant.parse("2024-09-17T00:00:00Z");

  private final LogRestartDetector detector = new LogRestartDetector(List.of());
  private int epoch;
  private boolean merged;
  private long offset;
  private long kafkaTime = 5;

  @Test
  void rejectsTheTransactionsOfALogThatHasBegunAgain() {
    assertThat(binlog(150, 10, "old:1")).isNull();
    assertThat(binlog(150, 20, "old:2")).isNull();

    assertThat(binlog(2, 10, "new:7"))
        .contains(
            "the transaction new:7 at binlog file 2, pos 10 is new, but below binlog file 150,"
                + " pos 20 at offset 1 of the same partition",
            "tables[].epochs",
            "epoch: 1");
    assertThat(binlog(2, 20, "new:8")).isNotNull();
    // Also after its positions have overtaken the earlier ones.
    assertThat(binlog(900, 10, "new:9")).contains("no longer below");
    epoch = 1;
    assertThat(binlog(2, 10, "new:10")).as("in an epoch of its own").isNull();
    assertThat(binlog(2, 20, "new:11")).isNull();
  }

  @Test
  void acceptsChangesThatAConnectorRepeats() {
    for (String server : List.of("old:%s", "0-1-%s")) {
      LogRestartDetector fresh = new LogRestartDetector(List.of());
      for (int i = 1; i < 5; i++) {
        assertThat(check(fresh, binlogPlace(3, i * 10L, server.formatted(i), null))).isNull();
      }
      for (int i = 2; i < 9; i++) {
        assertThat(check(fresh, binlogPlace(3, i * 10L, server.formatted(i), null))).isNull();
      }
    }
  }

  @Test
  void knowsOnlyServersWithoutTransactionNumbers() {
    assertThat(binlog(150, 10, "1")).isNull();
    assertThat(binlog(150, 5, "1")).as("repeated").isNull();
    assertThat(binlog(151, 5, "2")).as("written by a replica's other source").isNull();
    assertThat(binlog(2, 5, "3")).isNotNull();
  }

  @Test
  void theSameServerMayBeginItsBinlogAgain() {
    assertThat(check(binlogPlace(150, 10, "1", START))).isNull();
    assertThat(check(binlogPlace(2, 10, "1", START))).as("not later").isNull();
    assertThat(check(binlogPlace(2, 20, "1", START.plusSeconds(1)))).isNotNull();
    assertThat(check(binlogPlace(2, 30, "0-1-5", START.plusSeconds(1)))).isNotNull();
  }

  @Test
  void theSameDomainOfMariaDbContinuesOnAnotherServer() {
    assertThat(binlog(150, 10, "0-1-100")).isNull();
    assertThat(binlog(2, 10, "0-2-101")).isNotNull();
  }

  @Test
  void recordsMayBeProcessedInAnotherOrder() {
    offset = 100;
    assertThat(binlog(3, 50, "a:5")).isNull();
    offset = 10;
    assertThat(binlog(3, 40, "b:1")).isNull();
  }

  @Test
  void rejectsTheChangesOfARestoredPostgres() {
    assertThat(postgres(5_000, 5_010, 0)).isNull();
    assertThat(postgres(5_100, 5_110, 1)).isNull();

    assertThat(postgres(900, 910, 60))
        .contains(
            "the change at last commit 900, lsn 910 is new, but below last commit 5100, lsn 5110 at"
                + " offset 1",
            "restore",
            "epoch: 1",
            "replay");
    assertThat(postgres(950, 960, 61)).isNotNull();
    assertThat(postgres(9_000, 9_010, 62)).contains("no longer below");
    epoch = 1;
    assertThat(postgres(900, 910, 60)).isNull();
  }

  @Test
  void acceptsWhatPostgresSendsAgainAndSmallDifferencesOfTheClock() {
    // In the order of the commits, whose times may differ from it.
    int[] times = {5, 4, 6, 6, 3, 7};
    for (int i = 0; i < times.length; i++) {
      assertThat(postgres(100 + i, 50 - i, times[i])).isNull();
    }
    for (int i = 1; i < times.length; i++) {
      assertThat(postgres(100 + i, 50 - i, times[i])).as("sent again: %s", i).isNull();
    }
    assertThat(postgres(110, 20, 8)).as("a long transaction").isNull();
  }

  @Test
  void aChangeWithoutACommitIsOnlySuspected() {
    assertThat(postgres(5_000, 5_010, 0)).isNull();

    assertThat(check(detector, postgresPlace(0, 900, 60, "shop")))
        .contains("may have begun again", "lsn 900", "last commit 5000", "epochs");
    assertThat(check(detector, postgresPlace(0, 950, 61, "shop"))).contains("may have");
    assertThat(postgres(5_100, 5_110, 61)).as("nothing is rejected").isNull();
  }

  @Test
  void aSnapshotOfANewServerIsOnlySuspected() {
    assertThat(check(binlogPlace(150, 10, "old:1", START))).isNull();

    SourcePosition read = SourcePosition.ofBinlog(2, 5, 0);
    assertThat(check(place("mysql", "shop", null, START.plusSeconds(60), false, read)))
        .contains("may have begun again", "This is no proof");
    assertThat(check(binlogPlace(2, 10, "new:1", START.plusSeconds(61)))).contains("has begun");
    assertThat(check(place("mysql", "shop", null, START.plusSeconds(62), false, read)))
        .as("after the proof")
        .contains("has begun again");
  }

  @Test
  void aNewServerBehindTheSameTopicIsNamed() {
    assertThat(check(detector, postgresPlace(5_000, 5_010, 0, "old"))).isNull();

    assertThat(check(detector, postgresPlace(900, 910, 1, "new")))
        .contains("(postgresql new, database db)", "(postgresql old, database db)");
  }

  @Test
  void aServerWhoseLogContinuesIsNoProblem() {
    assertThat(check(detector, postgresPlace(5_000, 5_010, 0, "old"))).isNull();
    assertThat(check(detector, postgresPlace(5_100, 5_110, 1, "renamed"))).isNull();
  }

  @Test
  void mergedSourcesHaveLogsOfTheirOwn() {
    merged = true;
    assertThat(check(detector, postgresPlace(5_000, 5_010, 0, "a"))).isNull();
    assertThat(check(detector, postgresPlace(10, 20, 1, "b"))).isNull();
    assertThat(check(detector, postgresPlace(5_001, 5_020, 2, "a"))).isNull();
    assertThat(check(detector, postgresPlace(5, 8, 3, "b"))).isNotNull();
    assertThat(binlog(1, 1, "x:1")).isNull();
  }

  @Test
  void positionsOfAnotherConnectorAreNeverCompared() {
    assertThat(binlog(150, 10, "old:1")).isNull();

    assertThat(postgres(5_000, 5_010, 0)).contains("is of another connector than");
    assertThat(binlog(150, 20, "old:2")).isNull();
  }

  @Test
  void comparesWithTheRecordsBeforeTheRun() {
    offset = 40;
    LogPlace old = postgresPlace(5_000, 5_010, 0, "shop");
    LogRestartDetector resumed = new LogRestartDetector(List.of(old));
    offset = 41;

    assertThat(check(resumed, postgresPlace(900, 910, 60, "shop"))).isNotNull();
    assertThat(check(resumed, postgresPlace(4_000, 4_010, -5, "shop"))).as("sent again").isNull();
    offset = 30;
    assertThat(check(new LogRestartDetector(List.of(old)), postgresPlace(900, 910, 60, "shop")))
        .as("a run that begins before them")
        .isNull();
  }

  @Test
  void aRepeatedChangeThatIsUnknownHereIsNoProof() {
    // The clock of the source was set back before the records that are known.
    kafkaTime = START.plusSeconds(100).toEpochMilli();
    LogPlace old = postgresPlace(5_000, 5_010, 0, "shop");
    LogRestartDetector resumed = new LogRestartDetector(List.of(old));

    assertThat(check(resumed, postgresPlace(900, 910, 60, "shop")))
        .contains("may have begun again", "may be repeated");
    assertThat(check(resumed, postgresPlace(5_001, 5_020, 61, "shop"))).isNull();
    assertThat(check(resumed, postgresPlace(950, 960, 101, "shop")))
        .as("made after the highest one was sent")
        .contains("the source's log has begun again");
  }

  @Test
  void aRepeatedTransactionOfAServerThatIsUnknownHereIsNoProof() {
    kafkaTime = START.plusSeconds(100).toEpochMilli();
    LogRestartDetector resumed =
        new LogRestartDetector(List.of(binlogPlace(150, 10, "new:9", START)));

    assertThat(check(resumed, binlogPlace(149, 10, "old:3", START))).contains("may have begun");
    assertThat(check(resumed, binlogPlace(149, 20, "new:10", START))).contains("has begun again");
  }

  @Test
  void instancesOfARunShareADetector() {
    LogRestartDetector one = LogRestartDetector.of("run", List.of());

    assertThat(LogRestartDetector.of("run", List.of())).isSameAs(one);
    assertThat(LogRestartDetector.of("other", List.of())).isNotSameAs(one);
  }

  @Test
  void namesThePositionsOfSqlServerAndOracle() {
    SourcePosition sqlServer = new SourcePosition((0x27L << 32) | 0xac0, (2L << 48) | 5);
    assertThat(place("sqlserver", "s", null, START, true, sqlServer).positionText())
        .isEqualTo("commit_lsn 00000027:00000ac0:0002");
    assertThat(place("oracle", "s", null, START, true, new SourcePosition(7, 8)).positionText())
        .isEqualTo("commit_scn 7");
  }

  private @Nullable String binlog(long file, long pos, String transaction) {
    return check(binlogPlace(file, pos, transaction, null));
  }

  private LogPlace binlogPlace(long file, long pos, String transaction, @Nullable Instant time) {
    return place("mysql", "shop", transaction, time, true, SourcePosition.ofBinlog(file, pos, 0));
  }

  private @Nullable String postgres(long commit, long lsn, int second) {
    return check(postgresPlace(commit, lsn, second, "shop"));
  }

  private LogPlace postgresPlace(long commit, long lsn, int second, String server) {
    return place(
        "postgresql",
        server,
        null,
        START.plusSeconds(second),
        commit != 0,
        SourcePosition.ofPostgres(commit == 0 ? lsn : commit, lsn));
  }

  private LogPlace place(
      String connector,
      String server,
      @Nullable String transaction,
      @Nullable Instant time,
      boolean inCommitOrder,
      SourcePosition position) {
    SourceLog log = new SourceLog(connector, server, transaction, time, inCommitOrder);
    return new LogPlace("t", 0, offset++, kafkaTime, log, "db", position);
  }

  private @Nullable String check(LogPlace place) {
    return check(detector, place);
  }

  /** Returns the message, or null if the change is accepted without one. */
  private @Nullable String check(LogRestartDetector used, LogPlace place) {
    String[] suspicion = new String[1];
    RejectedChangeException rejected =
        catchThrowableOfType(
            RejectedChangeException.class,
            () -> suspicion[0] = used.check(place, "t", merged, time -> epoch));
    if (rejected == null) {
      return suspicion[0];
    }
    assertThat(rejected.cause().reason()).isEqualTo(Reason.LOG_RESTARTED);
    return rejected.cause().message();
  }
}
