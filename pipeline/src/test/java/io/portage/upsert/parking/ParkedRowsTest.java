package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.latest.ChangeMerge;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RowKey;
import io.portage.upsert.write.UpsertData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The limits of the rows in memory while newer changes are merged into them. */
final class ParkedRowsTest {
  private static final long BYTES = 10_000;

  private final UpsertData given = new UpsertData("docs");
  private final ParkedRows parked =
      new ParkedRows(
          new ParkedState(List.of(), SpillSummary.NONE),
          new ParkedRows.MemoryCapacity(100, BYTES),
          ChangeMerge::merge);

  @Test
  void aRowThatAMergedChangeMakesTooLargeIsSpilled() {
    parked.put(row(change(1, 1, 10)), 100);
    parked.put(row(change(2, 1, 10)), 100);

    assertThat(parked.parkIfKeyIsParked(change(1, 2, 20_000), 100)).isTrue();

    assertThat(parked.bytesInMemory()).isBetween(1L, BYTES);
    assertThat(parked.all()).extracting(ParkedChanges::key).containsExactly(key(2));
    assertThat(parked.size()).isEqualTo(2);
    assertThat(spilled()).extracting(ParkedChanges::key).containsExactly(key(1));
  }

  @Test
  void theSizeInMemoryFollowsEveryMerge() {
    for (long id = 0; id < 20; id++) {
      parked.put(row(change(id, 1, 10)), 100);
    }
    long small = parked.bytesInMemory();

    for (long id = 0; id < 20; id++) {
      parked.parkIfKeyIsParked(change(id, 2, 1_000), 100);
      assertThat(parked.bytesInMemory()).isLessThanOrEqualTo(BYTES);
    }
    for (ParkedChanges inMemory : parked.all()) {
      parked.parkIfKeyIsParked(
          given.upsert(inMemory.changes().get(0).key().get(0), 3, "body", "x".repeat(10)), 100);
    }

    assertThat(parked.size()).isEqualTo(20);
    assertThat(parked.bytesInMemory()).isEqualTo(small / 20 * parked.all().size());
  }

  @Test
  void aRowWhoseKeyIsInMemoryReplacesNothing() {
    parked.put(row(given.upsert(1L, 1, "name", "n", "body", "old")), 100);

    parked.put(row(given.partial(1L, 2, "name", "new")), 100);

    Change both = parked.all().get(0).changes().get(0);
    assertThat(parked.size()).isEqualTo(1);
    assertThat(both.row().get("name")).isEqualTo("new");
    assertThat(both.row().get("body")).isEqualTo("old");
    assertThat(both.recordCount()).isEqualTo(2);
  }

  private List<ParkedChanges> spilled() {
    List<ParkedChanges> rows = new ArrayList<>();
    parked.removeChunks().forEach(chunk -> rows.addAll(SpilledRows.unpack(chunk)));
    return rows;
  }

  private Change change(long id, long version, int length) {
    return given.upsert(id, version, "body", "x".repeat(length));
  }

  private RowKey key(long id) {
    return RowKey.of(given.upsert(id, 1));
  }

  private static ParkedChanges row(Change change) {
    FailureCause cause = new FailureCause(Reason.CONSTRAINT, "no parent", null, "a.B", "23503");
    return new ParkedChanges(List.of(change), cause, 1, 100, 100, 600);
  }
}
