package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.TestChange;
import io.portage.metrics.Buckets;
import io.portage.model.Change;
import io.portage.model.OffsetRanges;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.sink.WriteCounts;
import io.portage.sink.WriteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LagRecorderTest {
  private static final long NOW = 1_000_000;

  private final WriteResult result = new WriteResult();

  @Test
  void isTheTimeFromTheChangeToItsCommit() {
    Change one = changed(NOW - 200);
    Change two = changed(NOW - 7_000);

    LagRecorder.add(List.of(one, two), written(2, 0, 0, List.of()), NOW, result);

    assertThat(lag().count()).isEqualTo(2);
    assertThat(lag().sum()).isEqualTo(7_200);
  }

  @Test
  void isZeroIfTheSourcesClockIsAhead() {
    LagRecorder.add(List.of(changed(NOW + 60_000)), written(1, 0, 0, List.of()), NOW, result);

    assertThat(lag().count()).isEqualTo(1);
    assertThat(lag().sum()).isZero();
  }

  @Test
  void isNotRecordedWithoutAChangeTime() {
    LagRecorder.add(List.of(changed(-1), changed(0)), written(2, 0, 0, List.of()), NOW, result);

    assertThat(lag().count()).isZero();
  }

  @Test
  void isNotRecordedForStaleChanges() {
    Change stale = changed(NOW - 90_000);
    Change good = changed(NOW - 100);

    LagRecorder.add(List.of(stale, good), written(1, 0, 1, List.of(stale)), NOW, result);

    assertThat(lag().count()).isEqualTo(1);
    assertThat(lag().sum()).isEqualTo(100);
  }

  @Test
  void isNotRecordedForARedelivery() {
    LagRecorder.add(
        List.of(changed(NOW - 90_000), changed(NOW - 100)),
        written(1, 1, 0, List.of()),
        NOW,
        result);

    assertThat(lag().count()).isZero();
  }

  private Buckets lag() {
    return result.of("users").lag();
  }

  private static TransactionResult written(
      int applied, int duplicate, int stale, List<Change> which) {
    return new TransactionResult(new WriteCounts(applied, duplicate, stale), List.of(), which);
  }

  private static Change changed(long time) {
    return TestChange.upsert("users", Version.of(0, SourcePosition.LOWEST, 0, 1))
        .times(time, time)
        .merged(OffsetRanges.none(), 1)
        .build();
  }
}
