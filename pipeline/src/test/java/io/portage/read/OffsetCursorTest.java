package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OffsetCursorTest {
  @Test
  void reportsTheStartOnTheFirstRecordOnly() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.startAt(5, false);

    assertThat(cursor.advance(5)).isEqualTo(new RecordCoverage(5, true, false, false));
    assertThat(cursor.advance(6)).isNull();
  }

  @Test
  void reportsAStartFromACheckpoint() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.startAt(5, true);

    assertThat(cursor.advance(7)).isEqualTo(new RecordCoverage(5, true, true, false));
  }

  @Test
  void coversGapsWithTheNextRecord() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.startAt(0, false);
    cursor.advance(0);

    assertThat(cursor.advance(4)).isEqualTo(new RecordCoverage(1, false, false, false));
    assertThat(cursor.advance(5)).isNull();
  }

  @Test
  void readsNothingAtOrPastTheStop() {
    OffsetCursor cursor = new OffsetCursor(3L);
    cursor.startAt(0, false);

    assertThat(cursor.isBeforeStop(2)).isTrue();
    assertThat(cursor.isBeforeStop(3)).isFalse();
  }

  @Test
  void endsOnceWhenThePositionReachesTheStop() {
    OffsetCursor cursor = new OffsetCursor(5L);
    cursor.startAt(0, false);
    cursor.advance(0);

    assertThat(cursor.end(-1)).isNull();
    assertThat(cursor.end(4)).isNull();
    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(1, false, false, true));
    assertThat(cursor.end(6)).isNull();
    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.endOffset()).isEqualTo(4);
  }

  @Test
  void beginsWithTheEndMarkWithoutRecords() {
    OffsetCursor cursor = new OffsetCursor(5L);
    cursor.startAt(5, false);

    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(5, true, false, true));
  }

  @Test
  void beginsAtTheStopWhenPositionedBeyondIt() {
    OffsetCursor cursor = new OffsetCursor(5L);

    assertThat(cursor.startAt(9, false)).isEqualTo(5);
    assertThat(cursor.end(5)).isEqualTo(new RecordCoverage(5, true, false, true));
  }

  @Test
  void neverEndsWithoutAStop() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.startAt(0, false);

    assertThat(cursor.awaitsEnd()).isFalse();
    assertThat(cursor.end(Long.MAX_VALUE)).isNull();
  }

  @Test
  void roundTripsThroughBytes() {
    for (int flags = 0; flags < 8; flags++) {
      RecordCoverage recordCoverage =
          new RecordCoverage(1L << 40, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0);
      assertThat(RecordCoverage.fromBytes(recordCoverage.toBytes())).isEqualTo(recordCoverage);
    }
  }
}
