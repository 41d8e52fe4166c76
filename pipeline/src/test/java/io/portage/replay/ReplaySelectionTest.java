package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReplaySelectionTest {
  private final ReplaySelection replaySelection =
      ReplaySelection.of(
          List.of(
              ReplayFixtures.head(3, ChangePart.WHOLE, 1),
              ReplayFixtures.head(5, ChangePart.DELETE, 4),
              ReplayFixtures.head(5, ChangePart.UPSERT, 2)));

  @Test
  void aDeadLetterOfTheSameIdHasOneMoreAttemptAndALaterFailure() {
    DeadLetter again = replaySelection.withNextAttempt(ReplayFixtures.record(3, ChangePart.WHOLE));

    assertThat(again.attempts()).isEqualTo(2);
    assertThat(again.failedAt()).isEqualTo(ReplayFixtures.AT + 1);
    assertThat(again.sourceRecord())
        .isEqualTo(ReplayFixtures.record(3, ChangePart.WHOLE).sourceRecord());
    assertThat(
            replaySelection.withNextAttempt(ReplayFixtures.record(5, ChangePart.UPSERT)).attempts())
        .isEqualTo(3);
  }

  @Test
  void aDeadLetterOfAnotherPartContinuesTheAttemptsOfItsOrigin() {
    assertThat(
            replaySelection.withNextAttempt(ReplayFixtures.record(5, ChangePart.WHOLE)).attempts())
        .isEqualTo(5);
    assertThat(
            replaySelection.withNextAttempt(ReplayFixtures.record(3, ChangePart.UPSERT)).attempts())
        .isEqualTo(2);
    assertThat(replaySelection.withNextAttempt(ReplayFixtures.merged(3, 8)).attempts())
        .isEqualTo(2);
  }

  @Test
  void anUnrelatedDeadLetterIsUnchanged() {
    assertThat(replaySelection.withNextAttempt(ReplayFixtures.merged(7, 8)))
        .isEqualTo(ReplayFixtures.merged(7, 8));
  }

  @Test
  void aDeadLetterOfARowContinuesTheAttemptsOfTheRowAndOfItsRecord() {
    ChangePart row = ChangePart.ofRow(2, false);
    ReplaySelection rows =
        ReplaySelection.of(
            List.of(ReplayFixtures.head(6, row, 3), ReplayFixtures.head(7, ChangePart.WHOLE, 8)));

    assertThat(rows.withNextAttempt(ReplayFixtures.record(6, row)).attempts()).isEqualTo(4);
    assertThat(rows.withNextAttempt(ReplayFixtures.record(6, row.upsert())).attempts())
        .isEqualTo(4);
    assertThat(
            rows.withNextAttempt(ReplayFixtures.record(6, ChangePart.ofRow(1, false))).attempts())
        .isEqualTo(1);
    assertThat(rows.withNextAttempt(ReplayFixtures.record(7, row)).attempts()).isEqualTo(9);
  }

  @Test
  void findsItsRecordsInOffsetRangesOfAnyWidth() {
    List<String> found = new ArrayList<>();
    OffsetRanges origins =
        OffsetRanges.of(
            List.of(
                new OffsetRange("t", 0, 0, Long.MAX_VALUE, ChangePart.UPSERT),
                new OffsetRange("t", 1, 0, 10, ChangePart.WHOLE),
                new OffsetRange("other", 0, 0, 10, ChangePart.WHOLE)));

    replaySelection.forEachRecordIn(
        origins, (at, changePart) -> found.add(at + changePart.suffix()));

    assertThat(found).containsExactly("t-0-3#upsert", "t-0-5#upsert");
  }
}
