package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.Before;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key changes of rows that lack columns: the old row must lend what it has. */
final class NormalizerMoveTest {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private final TestBed bed = new TestBed().before(Before.KEY);

  private static Event delete() {
    return Event.delete("user_id", 1L).kafkaKey("{\"user_id\":1}");
  }

  @Test
  void theOldKeyTellsTheNewOneWhereTheNewRowLacksColumns() {
    Recorder recorder =
        bed.run(
            Event.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L)
                .afterLacking("name", "user_id", 2L));

    Change delete = recorder.changes.get(0);
    Change upsert = recorder.changes.get(1);
    assertThat(delete.half()).isEqualTo(Half.DELETE);
    assertThat(delete.movedTo()).isEqualTo(upsert.key());
    assertThat(upsert.movedTo()).isNull();
  }

  @Test
  void theNewRowTakesNothingThatIsOlderThanItsArrival() {
    Recorder recorder =
        bed.run(
            Event.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L)
                .afterLacking("name", "user_id", 2L));

    Change upsert = recorder.changes.get(1);
    assertThat(upsert.isPartial()).isTrue();
    assertThat(upsert.life().deleted()).isEqualTo(upsert.version().ofArrival().below());
  }

  @Test
  void nothingMovesWhereTheNewRowIsWhole() {
    Recorder recorder =
        bed.run(
            Event.of("u").kafkaKey("{\"user_id\":2}").before("user_id", 1L).after("user_id", 2L));

    assertThat(recorder.changes).extracting(Change::movedTo).containsOnlyNulls();
    assertThat(recorder.changes.get(1).life())
        .isEqualTo(Life.whole(recorder.changes.get(1).version()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":2}",
        "{\"user_id\":\"2\"}",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"user_id\":2}}"
      })
  void aDeleteOfDebeziumsGoesWhereItsHeaderSays(String header) {
    Change delete = bed.change(delete().header(NEW_KEY, header));

    assertThat(delete.op()).isEqualTo(Op.DELETE);
    assertThat(delete.key()).isEqualTo(Event.row("user_id", 1L));
    assertThat(delete.movedTo()).isEqualTo(Event.row("user_id", 2L));
  }

  @Test
  void aDeleteWithoutAnImageMovesToo() {
    Change delete =
        bed.change(Event.of("d").kafkaKey("{\"user_id\":1}").header(NEW_KEY, "{\"user_id\":2}"));

    assertThat(delete.movedTo()).isEqualTo(Event.row("user_id", 2L));
  }

  @Test
  void nothingMovesToItself() {
    Change delete = bed.change(delete().header(NEW_KEY, "{\"user_id\":1}"));

    assertThat(delete.movedTo()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{", "{}", "{\"id\":2}", "{\"user_id\":null}", "2", "\0\0\0\0\1Avro"})
  void refusesADeleteWhoseNewKeyCannotBeRead(String header) {
    Cause cause = bed.refusal(delete().header(NEW_KEY, header));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(cause.message()).contains(NEW_KEY);
  }

  @Test
  void refusesADeleteWhoseNewKeyLacksAColumn() {
    bed.everyColumn().key("user_id", "email");

    Cause cause =
        bed.refusal(
            Event.delete("user_id", 1L, "email", "e")
                .kafkaKey("{\"user_id\":1,\"email\":\"e\"}")
                .header(NEW_KEY, "{\"user_id\":2}"));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
  }

  @Test
  void refusesADeleteWhoseNewKeyDoesNotFit() {
    Cause cause = bed.refusal(delete().header(NEW_KEY, "{\"user_id\":\"x\"}"));

    assertThat(cause.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(cause.column()).isEqualTo("user_id");
  }

  @Test
  void aCreateThatCameFromAnotherKeyBeginsALife() {
    Change arrived =
        bed.change(
            Event.of("c").afterLacking("name", "user_id", 2L).header(OLD_KEY, "{\"user_id\":1}"));
    Change plain = bed.change(Event.of("c").afterLacking("name", "user_id", 2L));

    assertThat(arrived.life()).isEqualTo(Life.arrived(arrived.version()));
    assertThat(plain.life()).isEqualTo(Life.partial(plain.version()));

    Change whole =
        bed.change(
            Event.of("c").after("user_id", 2L, "name", "x").header(OLD_KEY, "{\"user_id\":1}"));

    assertThat(whole.life()).isEqualTo(Life.arrivedWhole(whole.version()));
  }

  @Test
  void deletesWhatCameFromAnotherKeyAndFailsTheFilterBecauseItMayHaveBeenMovedHere() {
    bed.where("row.name != 'no'");

    Change left =
        bed.change(Event.create("user_id", 2L, "name", "no").header(OLD_KEY, "{\"user_id\":1}"));

    assertThat(left.op()).isEqualTo(Op.DELETE);
    assertThat(left.key()).isEqualTo(Event.row("user_id", 2L));
  }
}
