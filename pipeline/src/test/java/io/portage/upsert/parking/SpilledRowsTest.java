package io.portage.upsert.parking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.write.UpsertData;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Rows that found no place at hand. */
final class SpilledRowsTest {
  private final UpsertData given = new UpsertData("docs");

  @Test
  void chunksKeepTheirRowsAndTheirOrder() {
    List<ParkedChanges> first = List.of(held(1, 5), held(2, 5));
    List<ParkedChanges> second = List.of(held(3, 5));

    List<byte[]> chunks =
        SpilledRows.inOrder(List.of(SpilledRows.pack(300, second), SpilledRows.pack(7, first)));

    assertThat(chunks).map(SpilledRows::unpack).containsExactly(first, second);
  }

  @Test
  void whatFindsNoPlaceIsSpilledInChunksOfBoundedSize() {
    ParkedRows waiting =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(2, 3_000_000),
            (a, b) -> b);
    waiting.put(held(1, 2_000_000), 100);
    waiting.put(held(2, 2_000_000), 100);
    for (long id = 3; id < 10; id++) {
      waiting.put(held(id, 400_000), 100);
    }

    assertThat(waiting.all())
        .extracting(ParkedChanges::key)
        .containsExactly(held(1, 0).key(), held(3, 0).key());
    assertThat(waiting.spill().rows()).isEqualTo(7);
    assertThat(waiting.removeChunks())
        .hasSizeGreaterThan(3)
        .map(SpilledRows::unpack)
        .allMatch(rows -> rows.size() <= 2);
  }

  @Test
  void theSpillIsToldWithTheRowsAtHand() throws Exception {
    ParkedRows waiting =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(1, 3_000_000),
            (a, b) -> b);
    waiting.put(held(1, 5), 100);
    waiting.put(held(2, 5), 100);
    waiting.removeChunks();

    byte[] bytes = CoderUtils.encodeToByteArray(new ParkedStateCoder(), waiting.parked());
    ParkedState parkedState = CoderUtils.decodeFromByteArray(new ParkedStateCoder(), bytes);

    assertThat(parkedState).isEqualTo(waiting.parked());
    assertThat(parkedState.spill().rows()).isEqualTo(1);
    assertThat(parkedState.spill().mayHold(held(2, 0).key())).isTrue();
    assertThat(parkedState.spill().mayHold(held(3, 0).key())).isFalse();
  }

  @Test
  void whatIsSpilledAgainIsTriedEverMoreRarely() {
    SpillSummary first = SpillSummary.NONE.plus(held(1, 5), 0);

    SpillSummary second = first.taken().plus(held(1, 5), 0).tried(1, 0);
    SpillSummary third = second.taken().plus(held(1, 5), 0).tried(1, 0);

    assertThat(List.of(first, second, third))
        .extracting(SpillSummary::attempts)
        .containsExactly(1, 2, 3);
    assertThat(third.nextAt()).isGreaterThan(second.nextAt());
  }

  @Test
  void whatIsSpilledAgainIsTriedSoonWhereSomeOfItWent() {
    SpillSummary first = SpillSummary.NONE.plus(held(1, 5), 0).plus(held(2, 5), 0);
    SpillSummary stuck = first.taken().plus(held(1, 5), 0).plus(held(2, 5), 0).tried(2, 0);

    SpillSummary moving = stuck.taken().plus(held(1, 5), 0).tried(2, 0);

    assertThat(stuck.attempts()).isEqualTo(2);
    assertThat(moving.attempts()).isEqualTo(1);
  }

  @Test
  void aChunkHasABoundedNumberOfRows() {
    ParkedRows waiting =
        new ParkedRows(
            new ParkedState(List.of(), SpillSummary.NONE),
            new ParkedRows.MemoryCapacity(0, 0),
            (a, b) -> b);
    for (long id = 0; id < SpilledRows.CHUNK_ROWS + 1; id++) {
      waiting.put(held(id, 5), 100);
    }

    assertThat(waiting.removeChunks())
        .map(chunk -> SpilledRows.unpack(chunk).size())
        .containsExactly(SpilledRows.CHUNK_ROWS, 1);
  }

  @Test
  void aChunkOfAnotherLayoutIsRefused() {
    byte[] chunk = SpilledRows.pack(0, List.of(held(1, 5)));
    chunk[0]++;

    assertThatThrownBy(() -> SpilledRows.unpack(chunk))
        .hasStackTraceContaining("rows that wait, in layout 2: not of this release");
  }

  @Test
  void whatIsTakenUpJoinsAnotherChangeOfItsKeyAtHand() {
    ParkedRows waiting = new ParkedRows(List.of(held(1, 5)), (a, b) -> b);

    assertThat(waiting.parkIfKeyIsParked(held(1, 7), 100)).isTrue();
    assertThat(waiting.parkIfKeyIsParked(held(2, 7), 100)).isFalse();
  }

  private ParkedChanges held(long id, int length) {
    FailureCause cause = new FailureCause(Reason.CONSTRAINT, "no parent", null, "a.B", "23503");
    return new ParkedChanges(
        List.of(given.upsert(id, 1, "body", "x".repeat(length))), cause, 1, 100, 100, 600);
  }
}
