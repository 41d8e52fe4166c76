package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PartitionCursorTest {
  @Test
  void saysWhereAReaderBeganOnItsFirstRecordOnly() {
    PartitionCursor cursor = new PartitionCursor(null);
    cursor.place(5, false);

    assertThat(cursor.pass(5)).isEqualTo(new Mark(5, true, false, false));
    assertThat(cursor.pass(6)).isNull();
  }

  @Test
  void saysWhetherACheckpointSentTheReader() {
    PartitionCursor cursor = new PartitionCursor(null);
    cursor.place(5, true);

    assertThat(cursor.pass(7)).isEqualTo(new Mark(5, true, true, false));
  }

  @Test
  void coversGapsWithTheRecordBehindThem() {
    PartitionCursor cursor = new PartitionCursor(null);
    cursor.place(0, false);
    cursor.pass(0);

    assertThat(cursor.pass(4)).isEqualTo(new Mark(1, false, false, false));
    assertThat(cursor.pass(5)).isNull();
  }

  @Test
  void wantsNothingAtOrPastTheStop() {
    PartitionCursor cursor = new PartitionCursor(3L);
    cursor.place(0, false);

    assertThat(cursor.wants(2)).isTrue();
    assertThat(cursor.wants(3)).isFalse();
  }

  @Test
  void endsOnceWhenThePositionReachesTheStop() {
    PartitionCursor cursor = new PartitionCursor(5L);
    cursor.place(0, false);
    cursor.pass(0);

    assertThat(cursor.end(-1)).isNull();
    assertThat(cursor.end(4)).isNull();
    assertThat(cursor.end(5)).isEqualTo(new Mark(1, false, false, true));
    assertThat(cursor.end(6)).isNull();
    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.endOffset()).isEqualTo(4);
  }

  @Test
  void beginsWithTheEndMarkWhereThereIsNothingToRead() {
    PartitionCursor cursor = new PartitionCursor(5L);
    cursor.place(5, false);

    assertThat(cursor.end(5)).isEqualTo(new Mark(5, true, false, true));
  }

  @Test
  void beginsAtTheStopWhenSentBeyondIt() {
    PartitionCursor cursor = new PartitionCursor(5L);

    assertThat(cursor.place(9, false)).isEqualTo(5);
    assertThat(cursor.end(5)).isEqualTo(new Mark(5, true, false, true));
  }

  @Test
  void neverEndsWithoutAStop() {
    PartitionCursor cursor = new PartitionCursor(null);
    cursor.place(0, false);

    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.end(Long.MAX_VALUE)).isNull();
  }

  @Test
  void keepsMarksInBytes() {
    for (int flags = 0; flags < 8; flags++) {
      Mark mark = new Mark(1L << 40, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
      assertThat(Mark.fromBytes(mark.toBytes())).isEqualTo(mark);
    }
  }
}
