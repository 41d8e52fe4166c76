package io.portage.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.ChangePart.Half;
import io.portage.model.Columns;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.Stage;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Header;
import io.portage.model.event.Image;
import io.portage.model.event.SourceNames;
import io.portage.model.event.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** The bytes of parts, which are one byte if the record has one row. */
class ChangePartEncodingTest {
  /** By the half: the letters and changes of a record with one row. The two differ in one byte. */
  private static final String LETTER =
      "0500000032094e4f524d414c495a450b4d495353494e475f4b4559016d000000000178%s"
          + "05757365727302080164026b02760101680006";

  private static final String CHANGE =
      "0400000040020000000000000000010000000000000002000300000000000401740302696401020302696401"
          + "020575736572730208%s50640601%s057573657273020e0201";

  private static final String EVENT =
      "070000003205757365727302080164026b0276010168000600016304732e740001030269640102000b00c0a8a5"
          + "04000000010273000274";

  private static final String COMPLETION =
      "020000001903030575736572730006020504010205757365727301120100";

  @Test
  void keepsTheBytesOfPartsOfOneRow() throws CoderException {
    assertBytes(DeadLetterCoder.of(), letter(ChangePart.DELETE), LETTER.formatted("05"));
    assertBytes(DeadLetterCoder.of(), letter(ChangePart.UPSERT), LETTER.formatted("06"));
    assertBytes(DeadLetterCoder.of(), letter(ChangePart.WHOLE), LETTER.formatted("07"));
    assertBytes(ChangeCoder.of(), change(ChangePart.DELETE), CHANGE.formatted("01", "01"));
    assertBytes(ChangeCoder.of(), change(ChangePart.UPSERT), CHANGE.formatted("02", "02"));
    assertBytes(ChangeCoder.of(), change(ChangePart.WHOLE), CHANGE.formatted("03", "03"));
    assertBytes(
        CompletionCoder.of(),
        new Completion(
            OffsetRanges.of(
                List.of(
                    new OffsetRange("users", 0, 3, 5, ChangePart.WHOLE),
                    new OffsetRange("users", 0, 7, 8, ChangePart.DELETE),
                    new OffsetRange("users", 1, 9, 10, ChangePart.UPSERT)))),
        COMPLETION);
    assertBytes(DecodedRecordCoder.of(), new DecodedRecord(record(), row(1)), EVENT);
  }

  @Test
  void keepsThePartsOfSeveralRows() throws CoderException {
    for (Half half : Half.values()) {
      for (ChangePart part :
          List.of(
              ChangePart.of(0, false, half),
              ChangePart.of(1, true, half),
              ChangePart.of(ChangePart.MAX_ROWS - 1, true, half))) {
        assertThat(CoderUtils.clone(DeadLetterCoder.of(), letter(part))).isEqualTo(letter(part));
        assertThat(CoderUtils.clone(ChangeCoder.of(), change(part))).isEqualTo(change(part));
      }
    }
  }

  @Test
  void keepsTheRowsOfAnEvent() throws CoderException {
    Envelope broken = row(3).withFault(new Envelope.Fault("not a number", "id"));
    Envelope rows = Envelope.ofRows(List.of(row(1), row(2), broken));
    for (DecodedRecord event :
        List.of(
            new DecodedRecord(record(), rows),
            new DecodedRecord(record(), rows, ChangePart.ofRow(1, false)),
            new DecodedRecord(record(), Envelope.malformed("x", "c"), ChangePart.ofRow(1, true)))) {
      assertThat(CoderUtils.clone(DecodedRecordCoder.of(), event)).isEqualTo(event);
    }
  }

  private static <T> void assertBytes(Coder<T> coder, T value, String bytes) throws CoderException {
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(coder, value)))
        .isEqualTo(bytes);
    assertThat(CoderUtils.decodeFromByteArray(coder, HexFormat.of().parseHex(bytes)))
        .isEqualTo(value);
  }

  private static DeadLetter letter(ChangePart part) {
    return DeadLetter.ofRecord(
        Stage.NORMALIZE, DeadLetter.FailureCause.of(Reason.MISSING_KEY, "m"), 60, record(), part);
  }

  private static Change change(ChangePart part) {
    Row row = Row.of(Columns.of("id"), 1L);
    return new Change(
        "t",
        Change.Op.UPSERT,
        row,
        row,
        Change.RowLineage.fullRow(new Version(0, 1, 2, 3, 4)),
        Change.Provenance.of(record(), part, 40),
        null);
  }

  private static Envelope row(long id) {
    return new Envelope(
        "c",
        "s.t",
        null,
        new Image(Row.of(Columns.of("id"), id), Set.of()),
        Instant.ofEpochMilli(9),
        null,
        null,
        null,
        null,
        null,
        new SourceNames("s", null, "t"));
  }

  private static SourceRecord record() {
    return new SourceRecord(
        new Coordinates("users", 2, 8),
        7,
        50,
        "k".getBytes(StandardCharsets.UTF_8),
        "v".getBytes(StandardCharsets.UTF_8),
        List.of(new Header("h", null)),
        3);
  }
}
