package io.portage.replay;

import io.portage.deadletter.LetterHead;
import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.RawChange;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Stage;
import io.portage.model.Version;
import java.util.Arrays;
import java.util.List;

/** Letters and changes of the topic {@code t}, partition 0. */
final class Given {
  static final long AT = 1_726_531_300_000L;

  private Given() {}

  /** A letter about the record, or a half of it. */
  static DeadLetter record(long offset, Half half) {
    return DeadLetter.ofRecord(
        Stage.NORMALIZE,
        Cause.of(Reason.DOES_NOT_FIT, "too long"),
        AT,
        new RawChange(new Coordinates("t", 0, offset), offset, AT, null, null, List.of(), 0),
        half);
  }

  /** A letter about a change by the last of {@code offsets}, merged of all of them. */
  static DeadLetter merged(long... offsets) {
    return DeadLetter.ofChange(
        Stage.UPSERT, Cause.of(Reason.CONSTRAINT, "refused"), AT, change(Half.WHOLE, offsets));
  }

  /** A change by the last of {@code offsets}, merged of all of them. */
  static Change change(Half half, long... offsets) {
    long offset = offsets[offsets.length - 1];
    return new Change(
        "users",
        Change.Op.UPSERT,
        Row.of(Columns.of("id"), 7L),
        Row.of(Columns.of("id", "name"), 7L, "Ada"),
        Change.Life.whole(new Version(0, 0, offset, 0, offset)),
        new Coordinates("t", 0, offset),
        half,
        AT,
        AT,
        0,
        origins(half, offsets),
        offsets.length);
  }

  static Origins origins(Half half, long... offsets) {
    return Origins.of(
        Arrays.stream(offsets)
            .mapToObj(offset -> new Interval("t", 0, offset, offset + 1, half))
            .toList());
  }

  static LetterHead head(long offset, Half half, int attempts) {
    return new LetterHead(
        new Coordinates("t", 0, offset),
        half,
        Stage.NORMALIZE,
        Reason.DOES_NOT_FIT,
        "too long",
        null,
        null,
        attempts,
        AT,
        AT,
        null);
  }
}
