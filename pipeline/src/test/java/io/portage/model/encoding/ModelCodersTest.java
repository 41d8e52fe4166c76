package io.portage.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.TestChange;
import io.portage.model.CanonicalText;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.SourcePosition;
import io.portage.model.Stage;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Envelopes;
import io.portage.model.event.Header;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import io.portage.model.event.SourceRecord;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

final class ModelCodersTest {
  private static final Row EVERY_TYPE =
      Row.of(
          Columns.of(
              "null",
              "long",
              "text",
              "lone",
              "yes",
              "no",
              "double",
              "decimal",
              "bytes",
              "date",
              "time",
              "datetime",
              "instant",
              "list",
              "map"),
          null,
          Long.MIN_VALUE,
          "Zürich \uD83D\uDE00 \u0000",
          "a\uD83D",
          true,
          false,
          -0.0,
          new BigDecimal("-12345678901234567890.1234567890"),
          new byte[] {0, -1, 127},
          LocalDate.of(-1, 2, 28),
          LocalTime.of(23, 59, 59, 999_999_999),
          LocalDateTime.of(1969, 12, 31, 23, 59, 59, 1),
          Instant.parse("0001-01-01T00:00:00.000000001Z"),
          Arrays.asList(1L, null, List.of("nested")),
          Map.of("k", List.of(2L)));

  private static final Version VERSION = new Version(1, -5, 7, 3, 99);
  private static final OffsetRange RANGE = new OffsetRange("users", 2, 5, 9, ChangePart.WHOLE);

  @Test
  void keepsEveryTypeOfValue() throws Exception {
    assertThat(copy(ChangeCoder.of(), change(Change.RowLineage.fullRow(VERSION))))
        .isEqualTo(change(Change.RowLineage.fullRow(VERSION)));
  }

  @Test
  void keepsNamesThatDifferOnlyInUnpairedSurrogates() throws Exception {
    Columns odd = Columns.of("a\uD800", "a\uD801", "a\uD83D\uDE00", "\uDE00a");
    Row row = Row.of(odd, 1L, 2L, 3L, 4L);

    assertThat(copy(RowCoder.of(), row)).isEqualTo(row);
  }

  @Test
  void keepsTheTextOfKeysThatAreEqualInAnotherForm() throws Exception {
    Row key = Row.of(Columns.of("code"), new CanonicalText("Ab", "ab"));

    assertThat(copy(RowCoder.of(), key).get("code")).hasToString("Ab");
    assertThat(RowKey.of("t", key))
        .isEqualTo(RowKey.of("t", Row.of(Columns.of("code"), new CanonicalText("aB", "ab"))));
  }

  @Test
  void keepsTheVersionsOfMergedRows() throws Exception {
    Version older = new Version(0, 1, 2, 3, 4);
    Version[] columns = new Version[EVERY_TYPE.size()];
    Arrays.fill(columns, older);
    columns[3] = VERSION;

    for (Change.RowLineage lineage :
        List.of(
            Change.RowLineage.partialRow(VERSION),
            Change.RowLineage.delete(VERSION, true),
            Change.RowLineage.delete(VERSION, false),
            new Change.RowLineage(VERSION, older, VERSION, older, columns),
            new Change.RowLineage(VERSION, VERSION, null, null, columns),
            new Change.RowLineage(VERSION, null, older, null, null))) {
      assertThat(copy(ChangeCoder.of(), change(lineage))).isEqualTo(change(lineage));
    }
  }

  @Test
  void keepsRecordsAndEnvelopes() throws Exception {
    SourceRecord raw =
        new SourceRecord(
            new Coordinates("users", 2, 8),
            5,
            1_700_000_000_000L,
            null,
            new byte[0],
            List.of(new Header("a", null), new Header("a", new byte[] {1})),
            12);
    Envelope envelope =
        new Envelope(
            "u",
            "public.users",
            null,
            new Image(EVERY_TYPE, Set.of("big")),
            Instant.EPOCH,
            new SourcePosition(-1, 1));

    assertThat(copy(DecodedRecordCoder.of(), new DecodedRecord(raw, envelope)))
        .isEqualTo(new DecodedRecord(raw, envelope));
    SourcePosition derived = new SourcePosition(3, 7);
    for (Envelope other :
        List.of(
            envelope.with(
                new SourceLog("mysql", "shop", "53c1:77", Instant.ofEpochMilli(5), true), "order"),
            envelope.with(new SourceLog("postgresql", "", null, null, false), null),
            Envelopes.backfilled(envelope, new SourcePosition(1, 2)),
            Envelopes.named(envelope, new SourceNames("crm", null, "users")),
            Envelopes.backfilled(
                new Envelope("c", null, null, null, null, derived), derived.byGreaterLsn()),
            Envelopes.backfilled(
                new Envelope("r", null, null, null, null, null), new SourcePosition(1, 0)))) {
      assertThat(copy(DecodedRecordCoder.of(), new DecodedRecord(raw, other)))
          .isEqualTo(new DecodedRecord(raw, other));
    }
    assertThat(copy(DecodedRecordCoder.of(), new DecodedRecord(raw, Envelope.tombstone())))
        .isEqualTo(new DecodedRecord(raw, Envelope.tombstone()));
    assertThat(
            copy(
                DecodedRecordCoder.of(),
                new DecodedRecord(raw, Envelope.malformed("no JSON", "city"))))
        .isEqualTo(new DecodedRecord(raw, Envelope.malformed("no JSON", "city")));
  }

  @Test
  void keepsDeadLetters() throws Exception {
    DeadLetter deadLetter =
        DeadLetter.ofChange(
            Stage.UPSERT,
            new DeadLetter.FailureCause(Reason.CONSTRAINT, "users_check", "name", "X", "23514"),
            77,
            change(Change.RowLineage.partialRow(VERSION)));

    assertThat(copy(DeadLetterCoder.of(), deadLetter)).isEqualTo(deadLetter);
    assertThat(copy(DeadLetterCoder.of(), deadLetter).id()).isEqualTo("users-2-8#upsert");
  }

  @Test
  void keepsOriginsOfSeveralPartitionsAndHalves() throws Exception {
    Completion completion =
        new Completion(
            OffsetRanges.of(
                List.of(
                    new OffsetRange("b", 0, 3, 4, ChangePart.WHOLE),
                    new OffsetRange("a", 1, 0, 2, ChangePart.DELETE),
                    new OffsetRange("a", 1, 0, 2, ChangePart.UPSERT),
                    new OffsetRange("a", 1, 7, 9, ChangePart.WHOLE),
                    new OffsetRange("a", 0, 1L << 40, (1L << 40) + 1, ChangePart.WHOLE))));

    assertThat(copy(CompletionCoder.of(), completion)).isEqualTo(completion);
  }

  @Test
  void keepsTheNewKeyOfAMove() throws Exception {
    Change moving =
        change(Change.RowLineage.delete(VERSION, false))
            .withNewKey(Row.of(Columns.of("user_id"), 9L));
    DeadLetter deadLetter =
        DeadLetter.ofChange(
            Stage.UPSERT, DeadLetter.FailureCause.of(Reason.CONSTRAINT, "users_check"), 77, moving);

    assertThat(copy(ChangeCoder.of(), moving)).isEqualTo(moving);
    assertThat(copy(ChangeBatchCoder.of(), new ChangeBatch(3, List.of(moving, moving))))
        .isEqualTo(new ChangeBatch(3, List.of(moving, moving)));
    assertThat(copy(DeadLetterCoder.of(), deadLetter)).isEqualTo(deadLetter);
  }

  @Test
  void keepsTruncates() throws Exception {
    Change.RowLineage lineage = Change.RowLineage.delete(VERSION, false);
    Change truncate =
        TestChange.of("public.users", Change.Op.TRUNCATE, lineage)
            .at("users", 2, 8)
            .times(1, 2)
            .late(3)
            .merged(OffsetRanges.of(RANGE), 1)
            .build();

    assertThat(copy(ChangeCoder.of(), truncate)).isEqualTo(truncate);
  }

  @Test
  void rejectsBytesOfAnotherVersion() throws Exception {
    byte[] bytes =
        CoderUtils.encodeToByteArray(CompletionCoder.of(), new Completion(OffsetRanges.of(RANGE)));
    bytes[0]++;

    assertThatThrownBy(() -> CompletionCoder.of().decode(new ByteArrayInputStream(bytes)))
        .isInstanceOf(CoderException.class)
        .hasMessageContaining("written in version 3");
  }

  private static Change change(Change.RowLineage lineage) {
    Change.Op op = lineage.lastDelete() == null ? Change.Op.UPSERT : Change.Op.DELETE;
    return TestChange.of("public.users", op, lineage)
        .key("user_id", 5L)
        .with(EVERY_TYPE)
        .at("users", 2, 8)
        .part(ChangePart.UPSERT)
        .times(-1, 2)
        .late(3)
        .merged(OffsetRanges.of(RANGE), 4)
        .build();
  }

  private static <T> T copy(Coder<T> coder, T value) throws Exception {
    return CoderUtils.decodeFromByteArray(coder, CoderUtils.encodeToByteArray(coder, value));
  }
}
