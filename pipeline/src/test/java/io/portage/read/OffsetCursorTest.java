package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OffsetCursorTest {
  @Test
  void saysWhereAReaderBeganOnItsFirstRecordOnly() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.place(5, false);

    assertThat(cursor.pass(5)).isEqualTo(new RecordCoverage(5, true, false, false));
    assertThat(cursor.pass(6)).isNull();
  }

  @Test
  void saysWhetherACheckpointSentTheReader() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.place(5, true);

    assertThat(cursor.pass(7)).isEqualTo(new RecordCoverage(5, true, true, false));
  }

  @Test
  void coversGapsWithTheRecordBehindThem() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.place(0, false);
    cursor.pass(0);

    assertThat(cursor.pass(4)).isEqualTo(new RecordCoverage(1, false, false, false));
    assertThat(cursor.pass(5)).isNull();
  }

  @Test
  void wantsNothingAtOrPastTheStop() {
    OffsetCursor cursor = new OffsetCursor(3L);
    cursor.place(0, false);

    assertThat(cursor.wants(2)).isTrue();
    assertThat(cursor.wants(3)).isFalse();
  }

  @Test
  void endsOnceWhenThePositionReachesTheStop() {
    OffsetCursor cursor = new OffsetCursor(5L);
    cursor.place(0, false);
    cursor.pass(0);

    assertThat(cursor.end(-1)).isNull();
    assertThat(cursor.end(4)).isNull();
    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(1, false, false, true));
    assertThat(cursor.end(6)).isNull();
    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.endOffset()).isEqualTo(4);
  }

  @Test
  void beginsWithTheEndMarkWhereThereIsNothingToRead() {
    OffsetCursor cursor = new OffsetCursor(5L);
    cursor.place(5, false);

    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(5, true, false, true));
  }

  @Test
  void beginsAtTheStopWhenSentBeyondIt() {
    OffsetCursor cursor = new OffsetCursor(5L);

    assertThat(cursor.place(9, false)).isEqualTo(5);
    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(5, true, false, true));
  }

  @Test
  void neverEndsWithoutAStop() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.place(0, false);

    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.end(Long.MAX_VALUE)).isNull();
  }

  @Test
  void keepsMarksInBytes() {
    for (int flags = 0; flags < 8; flags++) {
      RecordCoverage recordCoverage =
          new RecordCoverage(1L << 40, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
      assertThat(RecordCoverage.fromBytes(recordCoverage.toBytes())).isEqualTo(recordCoverage);
    }
  }
}
