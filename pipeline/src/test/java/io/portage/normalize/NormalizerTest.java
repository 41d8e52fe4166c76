package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.SourceConfig.Unrouted;
import io.portage.config.TableConfig.Before;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Truncate;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Envelope;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerTest {
  private static final Version VERSION =
      Version.of(0, SourcePosition.ofTime(TestBed.NOW.toEpochMilli()), 2, 17);

  private final TestBed bed = new TestBed();

  @ParameterizedTest
  @ValueSource(strings = {"c", "r", "u"})
  void makesAnUpsertOfWhatWasWritten(String op) {
    Change change =
        bed.change(Event.of(op).after("user_id", "5", "name", "Ann", "email", "a@b.c", "x", 1L));

    assertThat(change)
        .isEqualTo(
            new Change(
                "users_enriched",
                Op.UPSERT,
                Event.row("user_id", 5L),
                Event.row("user_id", 5L, "name", "Ann", "email", "a@b.c"),
                Life.whole(VERSION),
                new Coordinates("users_cdc", 2, 17),
                Half.WHOLE,
                TestBed.NOW.toEpochMilli(),
                TestBed.NOW.toEpochMilli() + 5,
                7,
                Origins.of(new Interval("users_cdc", 2, 15, 18, Half.WHOLE)),
                1));
  }

  @Test
  void findsTheTableByNameAndElseByTopic() {
    assertThat(bed.change(Event.create("user_id", 1L).topic("srv.x").table("users_cdc")))
        .extracting(Change::table)
        .isEqualTo("users_enriched");
    assertThat(bed.change(Event.create("user_id", 1L).table("public.renamed")))
        .extracting(Change::table)
        .isEqualTo("users_enriched");

    Cause cause = bed.refusal(Event.create("user_id", 1L).topic("srv.x").table("public.x"));
    assertThat(cause.reason()).isEqualTo(Reason.UNKNOWN_TABLE);
    assertThat(cause.message()).contains("public.x");
  }

  @Test
  void ignoresTablesThatAreNotNamedWhereItIsTold() {
    Event other = Event.create("user_id", 1L).topic("srv.x").table("public.x");

    assertThat(bed.run(other).unrouted).containsExactly("public.x");
    TestBed ignoring = new TestBed().unrouted(Unrouted.IGNORE);

    Recorder recorder = ignoring.run(other);
    assertThat(recorder.ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.UNROUTED));
    assertThat(recorder.unrouted).containsExactly("public.x");
    assertThat(ignoring.run(Event.create("user_id", 1L)).changes).hasSize(1);
    assertThat(ignoring.refusal(Event.of(Envelope.NONE).topic("srv.x")).reason())
        .as("what names no table may be any table's")
        .isEqualTo(Reason.UNKNOWN_TABLE);
  }

  @Test
  void ignoresTombstonesAndHousekeepingOfAnyTable() {
    assertThat(bed.run(Event.of(Envelope.TOMBSTONE).topic("any")).ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.TOMBSTONE));
    assertThat(bed.run(Event.of(Envelope.CONTROL).topic("any")).ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.CONTROL));
    assertThat(bed.run(Event.of("m").topic("any")).ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.MESSAGE));
  }

  @Test
  void refusesTruncatesAndUnknownOperationsBeforeItLooksAtTheRow() {
    assertThat(bed.refusal(Event.of("t")).reason()).isEqualTo(Reason.TRUNCATE);
    assertThat(bed.refusal(Event.of("x").after("a", 1L)).reason())
        .isEqualTo(Reason.UNKNOWN_OPERATION);
    assertThat(bed.refusal(Event.of(Envelope.NONE)).reason()).isEqualTo(Reason.UNKNOWN_OPERATION);
  }

  @Test
  void makesAChangeWithoutAKeyOfATruncateThatIsToBeApplied() {
    bed.truncate(Truncate.APPLY).where("row.name != 'no'");

    Change change = bed.change(Event.of("t"));

    assertThat(change.op()).isEqualTo(Op.TRUNCATE);
    assertThat(change.key()).isEqualTo(Row.empty());
    assertThat(change.row()).isEqualTo(Row.empty());
    assertThat(change.version()).isEqualTo(VERSION);
    assertThat(bed.refusal(Event.of("t").time(null)).reason()).isEqualTo(Reason.MISSING_VERSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "r", "u"})
  void refusesAWriteWithoutAnImage(String op) {
    assertThat(bed.refusal(Event.of(op).before("user_id", 1L)).reason())
        .isEqualTo(Reason.MISSING_IMAGE);
  }

  @Test
  void namesTheKeyColumnThatIsMissingOrNullOrDoesNotFit() {
    assertThat(bed.refusal(Event.create("name", "Ann")))
        .isEqualTo(
            Cause.inColumn(
                Reason.MISSING_KEY,
                "user_id",
                "the key's column user_id is missing; there are: name"));
    assertThat(bed.refusal(Event.create("user_id", null, "name", "Ann")))
        .isEqualTo(
            Cause.inColumn(Reason.MISSING_KEY, "user_id", "the key's column user_id is null"));
    assertThat(bed.refusal(Event.create("user_id", "abc")))
        .isEqualTo(
            Cause.inColumn(
                Reason.DOES_NOT_FIT,
                "user_id",
                "column user_id (int8): text that is not a whole number"));
  }

  @Test
  void keepsTheImageOfASoftDeleteWhereTheSourceGivesItWhole() {
    Change change = bed.change(Event.delete("user_id", 5L, "name", "Ann", "email", "a@b.c"));

    assertThat(change.op()).isEqualTo(Op.DELETE);
    assertThat(change.key()).isEqualTo(Event.row("user_id", 5L));
    assertThat(change.row()).isEqualTo(Event.row("user_id", 5L, "name", "Ann", "email", "a@b.c"));
    assertThat(change.life()).isEqualTo(Life.delete(VERSION, true));
  }

  @Test
  void dropsTheImageOfADeleteThatIsHardOrMadeUp() {
    Event delete = Event.delete("user_id", 5L, "name", "Ann").kafkaKey("{\"user_id\":5}");

    for (TestBed other :
        new TestBed[] {new TestBed().deletes(Deletes.HARD), new TestBed().before(Before.KEY)}) {
      Change change = other.change(delete);

      assertThat(change.key()).isEqualTo(Event.row("user_id", 5L));
      assertThat(change.row()).isEqualTo(Row.empty());
      assertThat(change.life()).isEqualTo(Life.delete(VERSION, false));
    }
  }

  @Test
  void neverLosesADeleteForItsImage() {
    Change unfit = bed.change(Event.delete("user_id", 5L, "name", "much too long a name"));
    Change thin = bed.change(Event.delete("user_id", 5L));
    Change lacking = bed.change(Event.of("d").beforeLacking("name", "user_id", 5L, "email", null));

    assertThat(unfit.row()).isEqualTo(Event.row("user_id", 5L));
    assertThat(thin.row()).isEqualTo(Event.row("user_id", 5L));
    assertThat(lacking.row()).isEqualTo(Event.row("user_id", 5L, "email", null));
    assertThat(new Change[] {unfit, thin, lacking})
        .extracting(Change::life)
        .containsOnly(Life.delete(VERSION, false));
  }

  @Test
  void refusesADeleteWithoutItsKey() {
    assertThat(bed.refusal(Event.delete("name", "Ann")).reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(Event.of("d")).reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(Event.delete("user_id", "abc")).reason()).isEqualTo(Reason.DOES_NOT_FIT);
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
    Change change = bed.change(Event.of("d").kafkaKey(kafkaKey));

    assertThat(change.op()).isEqualTo(Op.DELETE);
    assertThat(change.key()).isEqualTo(Event.row("user_id", 5L));
    assertThat(change.row()).isEqualTo(Row.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "{}", "{\"user_id\":null}", "{\"id\":5}", "{\"user_id\""})
  void refusesADeleteWhoseRecordsKeyTellsNothing(String kafkaKey) {
    assertThat(bed.refusal(Event.of("d").kafkaKey(kafkaKey)).reason())
        .isEqualTo(Reason.MISSING_KEY);
  }

  @Test
  void takesKeysOfSeveralColumnsFromAnObjectOnly() {
    bed.key("name", "user_id");

    Change change = bed.change(Event.of("d").kafkaKey("{\"user_id\":5,\"name\":\"Ann\"}"));

    assertThat(change.key()).isEqualTo(Event.row("name", "Ann", "user_id", 5L));
    assertThat(bed.refusal(Event.of("d").kafkaKey("5")).reason()).isEqualTo(Reason.MISSING_KEY);
  }
}
