package io.portage.replay;

import io.portage.TestChange;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.Version;
import io.portage.model.event.SourceRecord;
import java.util.Arrays;
import java.util.List;

/** Dead letters and changes of the topic {@code t}, partition 0. */
final class ReplayFixtures {
  static final long AT = 1_726_531_300_000L;

  private ReplayFixtures() {}

  /** A dead letter of the record, or of one half of it. */
  static DeadLetter record(long offset, ChangePart changePart) {
    return DeadLetter.ofRecord(
        Stage.NORMALIZE,
        FailureCause.of(Reason.DOES_NOT_FIT, "too long"),
        AT,
        new SourceRecord(new Coordinates("t", 0, offset), offset, AT, null, null, List.of(), 0),
        changePart);
  }

  /**
   * A dead letter of a change that was merged from all {@code offsets}, the last of which is its
   * own.
   */
  static DeadLetter merged(long... offsets) {
    return DeadLetter.ofChange(
        Stage.UPSERT,
        FailureCause.of(Reason.CONSTRAINT, "refused"),
        AT,
        change(ChangePart.WHOLE, offsets));
  }

  /** A change that was merged from all {@code offsets}, the last of which is its own. */
  static Change change(ChangePart changePart, long... offsets) {
    long offset = offsets[offsets.length - 1];
    return TestChange.upsert("users", new Version(0, 0, offset, 0, offset))
        .key("id", 7L)
        .with(TestChange.row("id", 7L, "name", "Ada"))
        .at("t", 0, offset)
        .part(changePart)
        .times(AT, AT)
        .merged(origins(changePart, offsets), offsets.length)
        .build();
  }

  static OffsetRanges origins(ChangePart changePart, long... offsets) {
    return OffsetRanges.of(
        Arrays.stream(offsets)
            .mapToObj(offset -> new OffsetRange("t", 0, offset, offset + 1, changePart))
            .toList());
  }

  static DeadLetterSummary head(long offset, ChangePart changePart, int attempts) {
    return new DeadLetterSummary(
        new Coordinates("t", 0, offset),
        changePart,
        null,
        Stage.NORMALIZE,
        FailureCause.of(Reason.DOES_NOT_FIT, "too long"),
        attempts,
        AT,
        AT,
        null);
  }
}
