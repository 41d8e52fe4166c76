package io.portage.verify.position;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.verify.position.SnapshotBounds.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class SnapshotBoundsTest {
  private static final SnapshotBounds WAL =
      new SnapshotBounds(LogPosition.ofLsn(100), LogPosition.ofLsn(200));
  private static final LogPosition PLACE = LogPosition.ofBinlog("binlog.000007", 500);
  private static final SnapshotBounds BINLOG = new SnapshotBounds(PLACE, PLACE);

  @ParameterizedTest
  @CsvSource({
    "90, 95, SEEN",
    "99, 99, SEEN",
    "90, 100, UNDECIDED", // wrote at the position or after it, and may still have been open
    "90, 150, UNDECIDED",
    "150, 95, UNDECIDED", // wrote early and committed late
    "200, 150, UNDECIDED",
    "201, 95, AHEAD",
    "90, 200, AHEAD",
  })
  void comparesBothHalvesOfAPostgresVersion(long commit, long own, Relation relation) {
    assertThat(WAL.relationOf(ofPostgres(commit, own), 0)).isEqualTo(relation);
  }

  @ParameterizedTest
  @CsvSource({"6, 900, SEEN", "7, 499, SEEN", "7, 500, AHEAD", "8, 4, AHEAD"})
  void comparesPlacesInTheBinlog(long file, long place, Relation relation) {
    assertThat(BINLOG.relationOf(ofBinlog(file, place), 0)).isEqualTo(relation);
  }

  @Test
  void decidesNothingWithoutASeenPosition() {
    SnapshotBounds bounds = new SnapshotBounds(null, LogPosition.ofLsn(200));

    assertThat(bounds.relationOf(ofPostgres(1, 2), 0)).isEqualTo(Relation.UNDECIDED);
    assertThat(bounds.relationOf(ofPostgres(1, 200), 0)).isEqualTo(Relation.AHEAD);
    assertThat(bounds.healVersion(ofPostgres(1, 2), null, 0)).isEmpty();
  }

  @Test
  void knowsRowsOfTheFirstSnapshotAndOtherEpochs() {
    Version first = Version.of(0, SourcePosition.SNAPSHOT, 0, 5);

    assertThat(WAL.relationOf(first, 0)).isEqualTo(Relation.SEEN);
    assertThat(WAL.relationOf(Version.of(0, SourcePosition.ofPostgres(900, 900), 0, 5), 1))
        .isEqualTo(Relation.SEEN);
    assertThat(WAL.relationOf(Version.of(2, SourcePosition.ofPostgres(1, 1), 0, 5), 1))
        .isEqualTo(Relation.UNDECIDED);
  }

  @Test
  void healsARowOfTheFirstSnapshotBelowWhateverTheConnectorSendsNext() {
    Version first = Version.of(0, SourcePosition.SNAPSHOT, 0, 5);

    Version healedOnce = WAL.healVersion(first, null, 0).orElseThrow(); // no commit is known
    assertThat(healedOnce.isAfter(first)).isTrue();
    assertThat(WAL.healVersion(healedOnce, null, 0).orElseThrow().isAfter(healedOnce)).isTrue();
    assertThat(ofPostgres(1, 1).isAfter(healedOnce)).isTrue();
    Version healed = WAL.healVersion(first, ofPostgres(60, 70), 0).orElseThrow();
    // The connector's last commit is far below the server's position.
    assertThat(ofPostgres(60, 100).isAfter(healed)).isTrue();
    assertThat(healed.isAfter(ofPostgres(60, 99))).isTrue();
  }

  @Test
  void healsAPlaceInTheBinlogBetweenItsNeighbours() {
    Version healed = BINLOG.healVersion(ofBinlog(7, 499), null, 0).orElseThrow();

    assertThat(ofBinlog(7, 500).isAfter(healed)).isTrue();
    assertThat(BINLOG.healVersion(ofBinlog(7, 500), null, 0)).isEmpty();
  }

  static List<Integer> seeds() {
    return List.of(1, 2, 3, 4, 5);
  }

  /** 200 histories each: what is SEEN is in the snapshot, what is AHEAD is not. */
  @ParameterizedTest
  @MethodSource("seeds")
  void randomHistoriesOfTransactionsAndASnapshot(int seed) {
    Random random = new Random(seed);
    int decided = 0;
    for (int i = 0; i < 200; i++) {
      WalHistory history = new WalHistory(random);
      Map<Version, Boolean> changes = history.run();
      for (Map.Entry<Version, Boolean> change : changes.entrySet()) {
        Relation relation = history.bounds().relationOf(change.getKey(), 0);
        decided += relation == Relation.UNDECIDED ? 0 : 1;
        assertThat(relation)
            .as("%s of %s", change, history.bounds())
            .isNotEqualTo(change.getValue() ? Relation.AHEAD : Relation.SEEN);
        if (relation == Relation.SEEN) {
          history
              .bounds()
              .healVersion(change.getKey(), null, 0)
              .ifPresent(
                  healed ->
                      changes.forEach(
                          (version, seen) ->
                              assertThat(seen || version.isAfter(healed))
                                  .as("%s hides %s", healed, version)
                                  .isTrue()));
        }
      }
    }
    assertThat(decided).isPositive();
  }

  private static Version ofPostgres(long commit, long own) {
    return Version.of(0, SourcePosition.ofPostgres(commit, own), 0, 1);
  }

  private static Version ofBinlog(long file, long place) {
    return Version.of(0, SourcePosition.ofBinlog(file, place, 0), 0, 1);
  }

  /**
   * Transactions that write and commit in any order, some without a row of the published tables, so
   * that the connector does not report them; and a snapshot, whose bounds are read as {@link
   * PostgresLog} does.
   */
  private static final class WalHistory {
    private final Random random;
    private final SeenPositions positions = new SeenPositions();
    private final Map<Long, List<Long>> open = new HashMap<>();
    private final Map<Version, Boolean> changes = new HashMap<>();
    private @Nullable SnapshotBounds bounds;
    private long lsn = 10;
    private long nextId = 1;
    private long lastReported;
    private boolean snapshotTaken;

    WalHistory(Random random) {
      this.random = random;
    }

    SnapshotBounds bounds() {
      assertThat(bounds).isNotNull();
      return bounds;
    }

    /** Returns for each change whether the snapshot contains it. */
    Map<Version, Boolean> run() {
      steps();
      positions.add(lsn, open.keySet().stream().mapToLong(id -> id).max().orElse(0));
      steps();
      long before = lsn;
      positions.add(before, open.keySet().stream().mapToLong(id -> id).max().orElse(0));
      steps();
      long oldestOpen = open.keySet().stream().mapToLong(id -> id).min().orElse(nextId);
      snapshotTaken = true;
      steps(); // between the snapshot and the reading of its end
      Long seen = positions.seenBy(oldestOpen);
      bounds =
          new SnapshotBounds(seen == null ? null : LogPosition.ofLsn(seen), LogPosition.ofLsn(lsn));
      steps();
      return changes;
    }

    private void steps() {
      for (int i = random.nextInt(12); i > 0; i--) {
        if (open.isEmpty() || random.nextInt(3) == 0) {
          open.put(nextId++, new ArrayList<>());
        }
        List<Long> ids = List.copyOf(open.keySet());
        long id = ids.get(random.nextInt(ids.size()));
        if (random.nextBoolean()) {
          open.get(id).add(lsn);
          lsn += 1 + random.nextInt(3);
        } else {
          commit(id);
        }
      }
    }

    private void commit(long id) {
      List<Long> records = open.remove(id);
      boolean published = !records.isEmpty() && random.nextInt(3) > 0;
      if (published) {
        for (long own : records) {
          changes.put(ofPostgres(lastReported == 0 ? own : lastReported, own), !snapshotTaken);
        }
        lastReported = lsn;
      }
      lsn += 1 + random.nextInt(3);
    }
  }
}
