package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.AddedColumn.PropertyColumn;
import io.portage.config.AddedColumn.SourceProperty;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceRecord;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Records with several rows. */
final class NormalizerRowsTest {
  private final TestBed bed = new TestBed();

  @Test
  void eachRowIsAChangeOfItsOwnWithTheRecordsVersion() {
    RecordingOutput recorder = bed.run(record(insert(1), insert(2), insert(3)));

    assertThat(recorder.splits).isEqualTo(2);
    assertThat(recorder.changes)
        .extracting(Change::id)
        .containsExactly("users_cdc-2-17#0", "users_cdc-2-17#1", "users_cdc-2-17#2");
    Version version = bed.change(EventBuilder.of("c").after("user_id", 9L, "name", "x")).version();
    assertThat(recorder.changes).extracting(Change::version).containsOnly(version);
    assertThat(recorder.changes.get(2).origins())
        .isEqualTo(
            OffsetRanges.of(new OffsetRange("users_cdc", 2, 15, 18, ChangePart.ofRow(2, true))));
  }

  @Test
  void onlyTheRowThatIsWrongIsADeadLetter() {
    DecodedRecord event = record(insert(1), named(2, "longer than ten"), insert(3));

    RecordingOutput recorder = bed.run(event);

    assertThat(recorder.changes)
        .extracting(Change::id)
        .containsExactly("users_cdc-2-17#0", "users_cdc-2-17#2");
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.ofRow(1, false));
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void aMalformedRowIsItsOwnDeadLetter() {
    DecodedRecord good = record(insert(1), insert(2));
    Envelope fault =
        good.envelope().rows().get(1).withFault(new Envelope.Fault("not bytes", "name"));

    RecordingOutput recorder =
        bed.run(good.with(Envelope.ofRows(List.of(good.envelope().rows().get(0), fault))));

    assertThat(recorder.changes).extracting(Change::id).containsExactly("users_cdc-2-17#0");
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.ofRow(1, true));
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.MALFORMED);
    assertThat(recorder.dead.get(0).cause().column()).isEqualTo("name");
  }

  @Test
  void anUnknownTableIsOneDeadLetterOfTheRecord() {
    DecodedRecord event = record(insert(1), insert(2));
    List<Envelope> elsewhere =
        event.envelope().rows().stream()
            .map(row -> new Envelope("c", "other.table", null, row.after(), null, null))
            .toList();
    SourceRecord raw = EventBuilder.of("c").topic("elsewhere").build().record();

    RecordingOutput recorder = bed.run(new DecodedRecord(raw, Envelope.ofRows(elsewhere)));

    assertThat(recorder.splits).isZero();
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.WHOLE);
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.UNKNOWN_TABLE);
  }

  @Test
  void aReplayProcessesOneRowOnly() {
    DecodedRecord all = record(insert(1), shift(4, 5), insert(3));
    ChangePart second = ChangePart.ofRow(1, false);

    RecordingOutput recorder = bed.run(new DecodedRecord(all.record(), all.envelope(), second));
    RecordingOutput missing =
        bed.run(new DecodedRecord(all.record(), all.envelope(), ChangePart.ofRow(3, true)));

    assertThat(recorder.splits).isEqualTo(1);
    assertThat(recorder.changes)
        .extracting(Change::part)
        .containsExactly(second.delete(), second.upsert());
    assertThat(missing.dead.get(0).cause().message())
        .isEqualTo("the record has 3 rows, and none with the number of this one");
  }

  @Test
  void anEditedRecordWithOneRowKeepsTheRowOfItsDeadLetter() {
    DecodedRecord one = insert(1).build();
    ChangePart third = ChangePart.ofRow(2, true);

    assertThat(bed.change(new DecodedRecord(one.record(), one.envelope(), third)).part())
        .isEqualTo(third);
  }

  @Test
  void theLastChangeOfAKeyHasTheRecordsVersionAndEarlierOnesLowerVersions() {
    // UPDATE users SET user_id = user_id + 1 ORDER BY user_id DESC
    RecordingOutput recorder = bed.run(record(shift(3, 4), shift(2, 3), shift(1, 2)));

    Version version = recorder.changes.get(1).version();
    assertThat(recorder.changes)
        .extracting(change -> change.op() + " " + change.key().get("user_id"))
        .containsExactly("DELETE 3", "UPSERT 4", "DELETE 2", "UPSERT 3", "DELETE 1", "UPSERT 2");
    assertThat(recorder.changes)
        .extracting(Change::version)
        .containsExactly(
            version.lowerBy(1), version, version.lowerBy(1), version, version, version);
  }

  @Test
  void oneUpdateLeavesOldKeysBeforeItTakesNewOnes() {
    // Rows 1 and 2 swap their keys; rows 5 and 6 are shifted upwards in ascending order.
    RecordingOutput recorder = bed.run(record(shift(1, 2), shift(2, 1), shift(5, 6), shift(6, 7)));

    Version version = recorder.changes.get(1).version();
    assertThat(recorder.changes)
        .extracting(
            change ->
                change.op()
                    + " "
                    + change.key().get("user_id")
                    + (change.version().equals(version) ? " last" : ""))
        .containsExactly(
            "DELETE 1",
            "UPSERT 2 last",
            "DELETE 2",
            "UPSERT 1 last",
            "DELETE 5 last",
            "UPSERT 6 last",
            "DELETE 6",
            "UPSERT 7 last");
    assertThat(recorder.changes.get(0).version()).isEqualTo(version.lowerBy(1));
  }

  @Test
  void rowsOfDifferentOperationsAreInTheirOrder() {
    RecordingOutput recorder = bed.run(record(named(1, "a"), shift(1, 2), shift(2, 3)));

    Version version = recorder.changes.get(4).version();
    assertThat(recorder.changes)
        .extracting(Change::version)
        .containsExactly(version.lowerBy(1), version, version.lowerBy(1), version, version);
  }

  @Test
  void aKeyThatIsInSeveralRowsHasAVersionForEach() {
    RecordingOutput recorder =
        bed.run(record(named(1, "a"), named(2, "b"), named(1, "c"), delete(1), named(1, "d")));

    Version version = recorder.changes.get(4).version();
    assertThat(recorder.changes)
        .extracting(Change::version)
        .containsExactly(
            version.lowerBy(3), version, version.lowerBy(2), version.lowerBy(1), version);
  }

  @Test
  void theOrderDoesNotDependOnTheRowsThatAreRejectedOrReplayed() {
    DecodedRecord broken = record(named(1, "a"), named(1, "longer than ten"));
    RecordingOutput first = bed.run(broken);
    Version version = bed.change(named(9, "x")).version();

    assertThat(first.changes.get(0).version()).isEqualTo(version.lowerBy(1));
    assertThat(first.dead.get(0).half()).isEqualTo(ChangePart.ofRow(1, true));
    DecodedRecord mended = record(named(1, "a"), named(1, "b"));
    for (ChangePart row : List.of(ChangePart.ofRow(0, false), ChangePart.ofRow(1, true))) {
      Version replayed =
          bed.change(new DecodedRecord(mended.record(), mended.envelope(), row)).version();
      assertThat(replayed).isEqualTo(version.lowerBy(1 - row.row()));
    }
  }

  @Test
  void ordersRowsByOffsetToo() {
    bed.order(VersionOrder.OFFSET);

    RecordingOutput recorder = bed.run(record(named(1, "a"), named(1, "b")));

    Version last = recorder.changes.get(1).version();
    Version before = bed.change(named(1, "z").at(2, 16)).version();
    assertThat(List.of(recorder.changes.get(0).version(), last))
        .isSorted()
        .allMatch(version -> version.isAfter(before));
  }

  @Test
  void aRowWhoseKeyIsItsRecordHasAKeyOfItsOwn() {
    TestBed logBook = new TestBed();
    logBook.tables.with(
        "users_enriched", "record text not null", "note text", "portage_version numeric");
    logBook
        .key("record")
        .everyColumn()
        .deletes(DeleteMode.HARD)
        .added(Map.of("record", new PropertyColumn(SourceProperty.RECORD)));
    EventBuilder note = EventBuilder.of("c").after("note", "hello");

    RecordingOutput recorder = logBook.run(record(note, note));

    assertThat(recorder.changes)
        .extracting(change -> change.key().get("record"))
        .containsExactly("users_cdc-2-17#0", "users_cdc-2-17#1");
  }

  private static EventBuilder insert(long id) {
    return named(id, "n" + id);
  }

  private static EventBuilder named(long id, String name) {
    return EventBuilder.of("c").after("user_id", id, "name", name);
  }

  private static EventBuilder delete(long id) {
    return EventBuilder.of("d").before("user_id", id, "name", "x");
  }

  private static EventBuilder shift(long from, long to) {
    return EventBuilder.of("u")
        .before("user_id", from, "name", "x")
        .after("user_id", to, "name", "x");
  }

  private static DecodedRecord record(EventBuilder... rows) {
    List<DecodedRecord> events = Arrays.stream(rows).map(EventBuilder::build).toList();
    return events
        .get(0)
        .with(Envelope.ofRows(events.stream().map(DecodedRecord::envelope).toList()));
  }
}
