package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.EditedRecords;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LetterDetailTest {
  private static final Header EDIT =
      new Header(EditedRecords.EDIT, "by ada: a brace".getBytes(StandardCharsets.UTF_8));

  @Test
  void aFailureAfterAnEditIsNotAnotherEdit() {
    assertThat(
            LetterDetail.events(
                List.of(
                    entry(1, List.of()),
                    entry(1, List.of(EDIT)),
                    entry(2, List.of(EDIT)),
                    entry(2, List.of(EDIT, EDIT)))))
        .extracting(LetterDetail.LetterEvent::kind)
        .containsExactly("failed", "edited", "failed", "edited");
  }

  @Test
  void aReplayTellsItsResultAndWhoAndWhy() {
    StoredDeadLetter failed = entry(1, List.of());
    assertThat(
            LetterDetail.events(
                List.of(
                    failed,
                    resolved(failed, ResolutionKind.APPLIED, "replayed by ann: it is wider"),
                    resolved(failed, ResolutionKind.DUPLICATE, ""),
                    resolved(failed, ResolutionKind.ACCEPTED, "accepted by ann: a test"))))
        .extracting(LetterDetail.LetterEvent::text)
        .containsExactly(
            "attempt 1: Decode MALFORMED: the JSON ends early",
            "a replay wrote the change; replayed by ann: it is wider",
            "a replay found the change's version in the target",
            "accepted by ann: a test");
  }

  @Test
  void onlyTextThatIsShownWholeCanBeEdited() {
    byte[] text = "{\"id\": 1".getBytes(StandardCharsets.UTF_8);
    byte[] tooLong = " ".repeat(ShownText.MOST + 1).getBytes(StandardCharsets.UTF_8);

    assertThat(isEditable(text, true)).isTrue();
    assertThat(isEditable(text, false)).isFalse();
    assertThat(isEditable(new byte[] {0, 1, (byte) 0xff}, true)).isFalse();
    assertThat(isEditable(tooLong, true)).isFalse();
    assertThat(isEditable(null, true)).isFalse();
  }

  private static boolean isEditable(byte[] value, boolean values) {
    StoredDeadLetter stored = entry(1, List.of(), value);
    return LetterDetail.of(
            SummaryFixtures.failed(3, Stage.DECODE, Reason.MALFORMED, 1),
            List.of(stored),
            SummaryFixtures.tables(),
            values)
        .isEditable();
  }

  private static StoredDeadLetter resolved(
      StoredDeadLetter failed, ResolutionKind kind, String message) {
    return new StoredDeadLetter(
        failed.deadLetter(), new Resolution(kind, failed.time() + 1, message));
  }

  private static StoredDeadLetter entry(int attempts, List<Header> headers) {
    return entry(attempts, headers, new byte[] {1});
  }

  private static StoredDeadLetter entry(int attempts, List<Header> headers, byte[] value) {
    SourceRecord record =
        new SourceRecord(new Coordinates("t", 0, 3), 3, 0, null, value, headers, 0);
    return new StoredDeadLetter(
        new DeadLetter(
            Stage.DECODE,
            FailureCause.of(Reason.MALFORMED, "the JSON ends early"),
            attempts,
            1_726_531_200_000L + attempts,
            record,
            null,
            ChangePart.WHOLE),
        null);
  }
}
