package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.TestChange;
import io.portage.config.SourceConfig.UnroutedPolicy;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.Envelope;
import io.portage.model.event.IgnoreReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerTest {
  private static final Version VERSION =
      Version.of(0, SourcePosition.ofTime(TestBed.NOW.toEpochMilli()), 2, 17);

  private final TestBed bed = new TestBed();

  @ParameterizedTest
  @ValueSource(strings = {"c", "r", "u"})
  void makesAnUpsertOfCreatesReadsAndUpdates(String op) {
    Change change =
        bed.change(
            EventBuilder.of(op).after("user_id", "5", "name", "Ann", "email", "a@b.c", "x", 1L));

    assertThat(change)
        .isEqualTo(
            TestChange.upsert("users_enriched", VERSION)
                .key("user_id", 5L)
                .with(EventBuilder.row("user_id", 5L, "name", "Ann", "email", "a@b.c"))
                .at("users_cdc", 2, 17)
                .times(TestBed.NOW.toEpochMilli(), TestBed.NOW.toEpochMilli() + 5)
                .late(7)
                .merged(
                    OffsetRanges.of(new OffsetRange("users_cdc", 2, 15, 18, ChangePart.WHOLE)), 1)
                .build());
  }

  @Test
  void findsTheTableByNameElseByTopic() {
    assertThat(bed.change(EventBuilder.create("user_id", 1L).topic("srv.x").table("users_cdc")))
        .extracting(Change::table)
        .isEqualTo("users_enriched");
    assertThat(bed.change(EventBuilder.create("user_id", 1L).table("public.renamed")))
        .extracting(Change::table)
        .isEqualTo("users_enriched");

    FailureCause cause =
        bed.refusal(EventBuilder.create("user_id", 1L).topic("srv.x").table("public.x"));
    assertThat(cause.reason()).isEqualTo(Reason.UNKNOWN_TABLE);
    assertThat(cause.message()).contains("public.x");
  }

  @Test
  void ignoresUnroutedTablesIfConfigured() {
    EventBuilder other = EventBuilder.create("user_id", 1L).topic("srv.x").table("public.x");

    assertThat(bed.run(other).unrouted).containsExactly("public.x");
    TestBed ignoring = new TestBed().unrouted(UnroutedPolicy.IGNORE);

    RecordingOutput recorder = ignoring.run(other);
    assertThat(recorder.ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.UNROUTED));
    assertThat(recorder.unrouted).containsExactly("public.x");
    assertThat(ignoring.run(EventBuilder.create("user_id", 1L)).changes).hasSize(1);
    assertThat(ignoring.refusal(EventBuilder.of(Envelope.NONE).topic("srv.x")).reason())
        .as("an event without a table may belong to any table")
        .isEqualTo(Reason.UNKNOWN_TABLE);
  }

  @Test
  void ignoresTombstonesAndControlMessagesOfAnyTable() {
    assertThat(bed.run(EventBuilder.of(Envelope.TOMBSTONE).topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.TOMBSTONE));
    assertThat(bed.run(EventBuilder.of(Envelope.CONTROL).topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.CONTROL));
    assertThat(bed.run(EventBuilder.of(Envelope.HEARTBEAT).topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.HEARTBEAT));
    assertThat(bed.run(EventBuilder.of(Envelope.TRANSACTION).topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.TRANSACTION));
    assertThat(bed.run(EventBuilder.of(Envelope.SCHEMA_CHANGE).topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.SCHEMA_CHANGE));
    assertThat(bed.run(EventBuilder.of("m").topic("any")).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.MESSAGE));
  }

  @Test
  void refusesTruncatesAndUnknownOperationsBeforeItLooksAtTheRow() {
    assertThat(bed.refusal(EventBuilder.of("t")).reason()).isEqualTo(Reason.TRUNCATE);
    assertThat(bed.refusal(EventBuilder.of("x").after("a", 1L)).reason())
        .isEqualTo(Reason.UNKNOWN_OPERATION);
    assertThat(bed.refusal(EventBuilder.of(Envelope.NONE)).reason())
        .isEqualTo(Reason.UNKNOWN_OPERATION);
  }

  @Test
  void makesAnAppliedTruncateAChangeWithoutAKey() {
    bed.truncate(TruncatePolicy.APPLY).where("row.name != 'no'");

    Change change = bed.change(EventBuilder.of("t"));

    assertThat(change.op()).isEqualTo(Op.TRUNCATE);
    assertThat(change.key()).isEqualTo(Row.empty());
    assertThat(change.row()).isEqualTo(Row.empty());
    assertThat(change.version()).isEqualTo(VERSION);
    assertThat(bed.refusal(EventBuilder.of("t").time(null)).reason())
        .isEqualTo(Reason.MISSING_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "r", "u"})
  void refusesAWriteWithoutAnImage(String op) {
    assertThat(bed.refusal(EventBuilder.of(op).before("user_id", 1L)).reason())
        .isEqualTo(Reason.MISSING_IMAGE);
  }

  @Test
  void namesTheKeyColumnThatIsMissingOrNullOrDoesNotFit() {
    assertThat(bed.refusal(EventBuilder.create("name", "Ann")))
        .isEqualTo(
            FailureCause.inColumn(
                Reason.MISSING_KEY,
                "user_id",
                "the key column user_id is missing; there are: name"));
    assertThat(bed.refusal(EventBuilder.create("user_id", null, "name", "Ann")))
        .isEqualTo(
            FailureCause.inColumn(Reason.MISSING_KEY, "user_id", "the key column user_id is null"));
    assertThat(bed.refusal(EventBuilder.create("user_id", "abc")))
        .isEqualTo(
            FailureCause.inColumn(
                Reason.DOES_NOT_FIT,
                "user_id",
                "column user_id (int8): text that is not a whole number"));
  }

  @Test
  void keepsTheImageOfASoftDeleteIfItIsWhole() {
    Change change = bed.change(EventBuilder.delete("user_id", 5L, "name", "Ann", "email", "a@b.c"));

    assertThat(change.op()).isEqualTo(Op.DELETE);
    assertThat(change.key()).isEqualTo(EventBuilder.row("user_id", 5L));
    assertThat(change.row())
        .isEqualTo(EventBuilder.row("user_id", 5L, "name", "Ann", "email", "a@b.c"));
    assertThat(change.lineage()).isEqualTo(RowLineage.delete(VERSION, true));
  }

  @Test
  void dropsTheImageOfAHardDeleteOrAPlaceholderImage() {
    EventBuilder delete =
        EventBuilder.delete("user_id", 5L, "name", "Ann").kafkaKey("{\"user_id\":5}");

    for (TestBed other :
        new TestBed[] {
          new TestBed().deletes(DeleteMode.HARD), new TestBed().before(BeforeImage.KEY)
        }) {
      Change change = other.change(delete);

      assertThat(change.key()).isEqualTo(EventBuilder.row("user_id", 5L));
      assertThat(change.row()).isEqualTo(Row.empty());
      assertThat(change.lineage()).isEqualTo(RowLineage.delete(VERSION, false));
    }
  }

  @Test
  void neverRejectsADeleteForItsImage() {
    Change unfit = bed.change(EventBuilder.delete("user_id", 5L, "name", "much too long a name"));
    Change thin = bed.change(EventBuilder.delete("user_id", 5L));
    Change partial =
        bed.change(EventBuilder.of("d").beforeUnavailable("name", "user_id", 5L, "email", null));

    assertThat(unfit.row()).isEqualTo(EventBuilder.row("user_id", 5L));
    assertThat(thin.row()).isEqualTo(EventBuilder.row("user_id", 5L));
    assertThat(partial.row()).isEqualTo(EventBuilder.row("user_id", 5L, "email", null));
    assertThat(new Change[] {unfit, thin, partial})
        .extracting(Change::lineage)
        .containsOnly(RowLineage.delete(VERSION, false));
  }

  @Test
  void refusesADeleteWithoutItsKey() {
    assertThat(bed.refusal(EventBuilder.delete("name", "Ann")).reason())
        .isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(EventBuilder.of("d")).reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(EventBuilder.delete("user_id", "abc")).reason())
        .isEqualTo(Reason.DOES_NOT_FIT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5",
        "\"5\"",
        "{\"user_id\":5}",
        "{\"user_id\":\"5\",\"more\":[1]}",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"user_id\":5}}"
      })
  void takesTheKeyOfADeleteWithoutImageFromTheRecordsKey(String kafkaKey) {
    Change change = bed.change(EventBuilder.of("d").kafkaKey(kafkaKey));

    assertThat(change.op()).isEqualTo(Op.DELETE);
    assertThat(change.key()).isEqualTo(EventBuilder.row("user_id", 5L));
    assertThat(change.row()).isEqualTo(Row.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"user_id\":null}", "{\"id\":5}", "{\"user_id\""})
  void refusesADeleteWithoutAReadableRecordKey(String kafkaKey) {
    assertThat(bed.refusal(EventBuilder.of("d").kafkaKey(kafkaKey)).reason())
        .isEqualTo(Reason.MISSING_KEY);
  }

  @Test
  void readsKeysOfSeveralColumnsFromAnObjectOnly() {
    bed.key("name", "user_id");

    Change change = bed.change(EventBuilder.of("d").kafkaKey("{\"user_id\":5,\"name\":\"Ann\"}"));

    assertThat(change.key()).isEqualTo(EventBuilder.row("name", "Ann", "user_id", 5L));
    assertThat(bed.refusal(EventBuilder.of("d").kafkaKey("5")).reason())
        .isEqualTo(Reason.MISSING_KEY);
  }
}
