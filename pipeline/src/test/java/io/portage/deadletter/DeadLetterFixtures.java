package io.portage.deadletter;

import io.portage.TestChange;
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
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Dead letters for tests. */
final class DeadLetterFixtures {
  private DeadLetterFixtures() {}

  static DeadLetter ofRecord(long offset) {
    return ofRecord(offset, "{not json".getBytes(StandardCharsets.UTF_8));
  }

  static DeadLetter ofRecord(long offset, byte[] value) {
    SourceRecord raw =
        new SourceRecord(
            new Coordinates("users_cdc", 1, offset),
            offset,
            1_726_531_200_000L,
            null,
            value,
            List.of(),
            0);
    return DeadLetter.ofRecord(
        Stage.DECODE,
        FailureCause.of(Reason.MALFORMED, "not JSON: unexpected end"),
        1_726_531_300_000L,
        raw,
        ChangePart.WHOLE);
  }

  /** A dead letter of a change that was merged from three records. */
  static DeadLetter ofChange(long offset) {
    return ofChange(offset, "Ada");
  }

  static DeadLetter ofChange(long offset, String name) {
    Change change =
        TestChange.upsert("users", new Version(0, 1, 2, 1, offset))
            .key("id", 7L)
            .with(TestChange.row("id", 7L, "name", name))
            .at("users_cdc", 1, offset)
            .times(1_726_531_200_000L, 1_726_531_200_001L)
            .late(5)
            .merged(
                OffsetRanges.of(
                    new OffsetRange("users_cdc", 1, offset - 2, offset + 1, ChangePart.WHOLE)),
                3)
            .build();
    return DeadLetter.ofChange(
        Stage.UPSERT,
        new FailureCause(Reason.CONSTRAINT, "users_check", "name", "SQLException", "23514"),
        1_726_531_300_000L,
        change);
  }
}
