package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** Rows that found no place at hand. */
final class SpilledRowsTest {
  private final Given given = new Given("docs");

  @Test
  void chunksKeepTheirRowsAndTheirOrder() {
    List<Held> first = List.of(held(1, 5), held(2, 5));
    List<Held> second = List.of(held(3, 5));

    List<byte[]> chunks =
        SpilledRows.inOrder(List.of(SpilledRows.pack(300, second), SpilledRows.pack(7, first)));

    assertThat(chunks).map(SpilledRows::unpack).containsExactly(first, second);
  }

  @Test
  void whatFindsNoPlaceIsSpilledInChunksOfBoundedSize() {
    WaitingRows waiting =
        new WaitingRows(
            new Parked(List.of(), Spill.NONE), new WaitingRows.Room(2, 3_000_000), (a, b) -> b);
    waiting.put(held(1, 2_000_000), 100);
    waiting.put(held(2, 2_000_000), 100);
    for (long id = 3; id < 10; id++) {
      waiting.put(held(id, 400_000), 100);
    }

    assertThat(waiting.all())
        .extracting(Held::key)
        .containsExactly(held(1, 0).key(), held(3, 0).key());
    assertThat(waiting.spill().rows()).isEqualTo(7);
    assertThat(waiting.takeChunks())
        .hasSizeGreaterThan(3)
        .map(SpilledRows::unpack)
        .allMatch(rows -> rows.size() <= 2);
  }

  @Test
  void theSpillIsToldWithTheRowsAtHand() throws Exception {
    WaitingRows waiting =
        new WaitingRows(
            new Parked(List.of(), Spill.NONE), new WaitingRows.Room(1, 3_000_000), (a, b) -> b);
    waiting.put(held(1, 5), 100);
    waiting.put(held(2, 5), 100);
    waiting.takeChunks();

    byte[] bytes = CoderUtils.encodeToByteArray(new ParkedCoder(), waiting.parked());
    Parked parked = CoderUtils.decodeFromByteArray(new ParkedCoder(), bytes);

    assertThat(parked).isEqualTo(waiting.parked());
    assertThat(parked.spill().rows()).isEqualTo(1);
    assertThat(parked.spill().mayHold(held(2, 0).key())).isTrue();
    assertThat(parked.spill().mayHold(held(3, 0).key())).isFalse();
  }

  @Test
  void whatIsSpilledAgainIsTriedEverMoreRarely() {
    Spill first = Spill.NONE.plus(held(1, 5), 0);

    Spill second = first.taken().plus(held(1, 5), 0).tried(1, 0);
    Spill third = second.taken().plus(held(1, 5), 0).tried(1, 0);

    assertThat(List.of(first, second, third)).extracting(Spill::attempts).containsExactly(1, 2, 3);
    assertThat(third.nextAt()).isGreaterThan(second.nextAt());
  }

  @Test
  void whatIsSpilledAgainIsTriedSoonWhereSomeOfItWent() {
    Spill first = Spill.NONE.plus(held(1, 5), 0).plus(held(2, 5), 0);
    Spill stuck = first.taken().plus(held(1, 5), 0).plus(held(2, 5), 0).tried(2, 0);

    Spill moving = stuck.taken().plus(held(1, 5), 0).tried(2, 0);

    assertThat(stuck.attempts()).isEqualTo(2);
    assertThat(moving.attempts()).isEqualTo(1);
  }

  @Test
  void aChunkHasABoundedNumberOfRows() {
    WaitingRows waiting =
        new WaitingRows(new Parked(List.of(), Spill.NONE), new WaitingRows.Room(0, 0), (a, b) -> b);
    for (long id = 0; id < SpilledRows.CHUNK_ROWS + 1; id++) {
      waiting.put(held(id, 5), 100);
    }

    assertThat(waiting.takeChunks())
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
    WaitingRows waiting = new WaitingRows(List.of(held(1, 5)), (a, b) -> b);

    assertThat(waiting.join(held(1, 7), 100)).isTrue();
    assertThat(waiting.join(held(2, 7), 100)).isFalse();
  }

  private Held held(long id, int length) {
    Cause cause = new Cause(Reason.CONSTRAINT, "no parent", null, "a.B", "23503");
    return new Held(
        List.of(given.upsert(id, 1, "body", "x".repeat(length))), cause, 1, 100, 100, 600);
  }
}
