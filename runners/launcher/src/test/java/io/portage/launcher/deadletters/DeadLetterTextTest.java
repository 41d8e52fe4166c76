package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.TestChange;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.deadletter.StoredDeadLetter;
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
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DeadLetterTextTest {
  private static final Coordinates AT = new Coordinates("t", 0, 9);

  @Test
  void showsARecordWithKeyHeadersAndIndentedValue() {
    SourceRecord raw =
        new SourceRecord(
            AT,
            9,
            SummaryFixtures.AT,
            null,
            "{\"op\":\"x\"}".getBytes(StandardCharsets.UTF_8),
            List.of(new Header("trace", new byte[] {(byte) 0xff})),
            0);
    DeadLetter letter =
        DeadLetter.ofRecord(
            Stage.NORMALIZE,
            FailureCause.of(Reason.UNKNOWN_OPERATION, "the operation is unknown"),
            SummaryFixtures.AT,
            raw,
            ChangePart.WHOLE);

    assertThat(DeadLetterText.of(new StoredDeadLetter(letter, null)).lines())
        .contains(
            "id            t-0-9",
            "reason        UNKNOWN_OPERATION (DATA)",
            "state         unresolved",
            "record        topic t, partition 0, offset 9",
            "key           (null)",
            "value",
            "    \"op\" : \"x\"")
        .anyMatch(line -> line.matches("header trace +00000000 +ff +\\."));
  }

  @Test
  void showsAChangeColumnByColumnWithVersions() {
    Version old = new Version(0, 0, 3, 0, 1);
    Version now = new Version(0, 0, 5, 0, 9);
    Change change =
        TestChange.of(
                "users",
                Change.Op.UPSERT,
                new Change.RowLineage(now, null, null, null, new Version[] {now, old}))
            .key("id", 7L)
            .with(TestChange.row("name", "a\u0000b", "picture", new byte[] {1, 2}))
            .at(AT)
            .times(SummaryFixtures.AT, SummaryFixtures.AT)
            .late(61_000)
            .merged(OffsetRanges.of(new OffsetRange("t", 0, 8, 10, ChangePart.WHOLE)), 2)
            .build();
    DeadLetter letter =
        DeadLetter.ofChange(
            Stage.UPSERT,
            new FailureCause(Reason.CONSTRAINT, "refused", "name", "SQLException", "23514"),
            SummaryFixtures.AT,
            change);

    String text =
        DeadLetterText.of(
            new StoredDeadLetter(
                letter, new Resolution(ResolutionKind.STALE, SummaryFixtures.AT, "refused")));

    assertThat(text.lines())
        .contains(
            "SQLState      23514",
            "records       2, merged",
            "late by       61 s",
            "operation     UPSERT (partial: columns are missing)",
            "state         stale 2024-09-17T00:00:00Z: refused")
        .anyMatch(line -> line.matches(" +key id +7"))
        .anyMatch(line -> line.matches(" +name +" + now.toNumber() + " +\"a\\\\u0000b\""))
        .anyMatch(line -> line.matches(" +picture +" + old.toNumber() + " +0x0102"));
  }
}
