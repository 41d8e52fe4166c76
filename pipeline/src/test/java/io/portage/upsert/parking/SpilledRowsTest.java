package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.write.UpsertData;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Rows that exceed the memory limits. */
final class SpilledRowsTest {
  private final UpsertData given = new UpsertData("docs");

  @Test
  void chunksKeepTheirRowsAndTheirOrder() {
    List<ParkedChanges> first = List.of(row(1, 5), row(2, 5));
    List<ParkedChanges> second = List.of(row(3, 5));

    List<byte[]> chunks =
        SpilledRows.inOrder(List.of(SpilledRows.pack(300, second), SpilledRows.pack(7, first)));

    assertThat(chunks).map(SpilledRows::unpack).containsExactly(first, second);
  }

  @Test
  void rowsBeyondTheLimitsAreSpilledInChunksOfBoundedSize() {
    ParkedRows parked =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(2, 3_000_000),
            (a, b) -> b);
    parked.put(row(1, 2_000_000), 100);
    parked.put(row(2, 2_000_000), 100);
    for (long id = 3; id < 10; id++) {
      parked.put(row(id, 400_000), 100);
    }

    assertThat(parked.all())
        .extracting(ParkedChanges::key)
        .containsExactly(row(1, 0).key(), row(3, 0).key());
    assertThat(parked.spill().rows()).isEqualTo(7);
    assertThat(parked.removeChunks())
        .hasSizeGreaterThan(3)
        .map(SpilledRows::unpack)
        .allMatch(rows -> rows.size() <= 2);
  }

  @Test
  void encodesTheSpillSummaryWithTheRowsInMemory() throws Exception {
    ParkedRows parked =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(1, 3_000_000),
            (a, b) -> b);
    parked.put(row(1, 5), 100);
    parked.put(row(2, 5), 100);
    parked.removeChunks();

    byte[] bytes = CoderUtils.encodeToByteArray(new ParkedStateCoder(), parked.parked());
    ParkedState parkedState = CoderUtils.decodeFromByteArray(new ParkedStateCoder(), bytes);

    assertThat(parkedState).isEqualTo(parked.parked());
    assertThat(parkedState.spill().rows()).isEqualTo(1);
    assertThat(parkedState.spill().mayHold(row(2, 0).key())).isTrue();
    assertThat(parkedState.spill().mayHold(row(3, 0).key())).isFalse();
  }

  @Test
  void rowsSpilledAgainAreRetriedWithGrowingPauses() {
    SpillSummary first = SpillSummary.NONE.plus(row(1, 5), 0);

    SpillSummary second = first.taken().plus(row(1, 5), 0).tried(1, 0);
    SpillSummary third = second.taken().plus(row(1, 5), 0).tried(1, 0);

    assertThat(List.of(first, second, third))
        .extracting(SpillSummary::attempts)
        .containsExactly(1, 2, 3);
    assertThat(third.nextAt()).isGreaterThan(second.nextAt());
  }

  @Test
  void rowsSpilledAgainAreRetriedSoonIfOthersWereWritten() {
    SpillSummary first = SpillSummary.NONE.plus(row(1, 5), 0).plus(row(2, 5), 0);
    SpillSummary stuck = first.taken().plus(row(1, 5), 0).plus(row(2, 5), 0).tried(2, 0);

    SpillSummary moving = stuck.taken().plus(row(1, 5), 0).tried(2, 0);

    assertThat(stuck.attempts()).isEqualTo(2);
    assertThat(moving.attempts()).isEqualTo(1);
  }

  @Test
  void aChunkHasABoundedNumberOfRows() {
    ParkedRows parked =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(0, 0),
            (a, b) -> b);
    for (long id = 0; id < SpilledRows.CHUNK_ROWS + 1; id++) {
      parked.put(row(id, 5), 100);
    }

    assertThat(parked.removeChunks())
        .map(chunk -> SpilledRows.unpack(chunk).size())
        .containsExactly(SpilledRows.CHUNK_ROWS, 1);
  }

  @Test
  void rejectsAChunkOfAnotherLayout() {
    byte[] chunk = SpilledRows.pack(0, List.of(row(1, 5)));
    chunk[0]++;

    assertThatThrownBy(() -> SpilledRows.unpack(chunk))
        .hasStackTraceContaining("parked rows have the unknown layout version 2");
  }

  @Test
  void aLoadedRowIsMergedIntoAChangeOfItsKeyInMemory() {
    ParkedRows parked = new ParkedRows(List.of(row(1, 5)), (a, b) -> b);

    assertThat(parked.parkIfKeyIsParked(row(1, 7), 100)).isTrue();
    assertThat(parked.parkIfKeyIsParked(row(2, 7), 100)).isFalse();
  }

  private ParkedChanges row(long id, int length) {
    FailureCause cause = new FailureCause(Reason.CONSTRAINT, "no parent", null, "a.B", "23503");
    return new ParkedChanges(
        List.of(given.upsert(id, 1, "body", "x".repeat(length))), cause, 1, 100, 100, 600);
  }
}
