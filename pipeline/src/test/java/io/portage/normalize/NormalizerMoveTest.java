package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.BeforeImage;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Key changes of partial rows: the new row takes its missing columns from the old row. */
final class NormalizerMoveTest {
  private static final String NEW_KEY = "__debezium.newkey";
  private static final String OLD_KEY = "__debezium.oldkey";

  private final TestBed bed = new TestBed().before(BeforeImage.KEY);

  private static EventBuilder delete() {
    return EventBuilder.delete("user_id", 1L).kafkaKey("{\"user_id\":1}");
  }

  @Test
  void theDeleteContainsTheNewKeyIfTheNewRowIsPartial() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L)
                .afterUnavailable("name", "user_id", 2L));

    Change delete = recorder.changes.get(0);
    Change upsert = recorder.changes.get(1);
    assertThat(delete.part()).isEqualTo(ChangePart.DELETE);
    assertThat(delete.movedTo()).isEqualTo(upsert.key());
    assertThat(upsert.movedTo()).isNull();
  }

  @Test
  void theNewRowIgnoresValuesOlderThanTheKeyChange() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L)
                .afterUnavailable("name", "user_id", 2L));

    Change upsert = recorder.changes.get(1);
    assertThat(upsert.isPartial()).isTrue();
    assertThat(upsert.lineage().lastDelete())
        .isEqualTo(upsert.version().versionAfterMove().predecessor());
  }

  @Test
  void aFullNewRowNeedsNoMove() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L)
                .after("user_id", 2L));

    assertThat(recorder.changes).extracting(Change::movedTo).containsOnlyNulls();
    assertThat(recorder.changes.get(1).lineage())
        .isEqualTo(RowLineage.fullRow(recorder.changes.get(1).version()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user_id\":2}",
        "{\"user_id\":\"2\"}",
        "{\"schema\":{\"type\":\"struct\"},\"payload\":{\"user_id\":2}}"
      })
  void aDebeziumDeleteMovesToTheKeyInItsHeader(String header) {
    Change delete = bed.change(delete().header(NEW_KEY, header));

    assertThat(delete.op()).isEqualTo(Op.DELETE);
    assertThat(delete.key()).isEqualTo(EventBuilder.row("user_id", 1L));
    assertThat(delete.movedTo()).isEqualTo(EventBuilder.row("user_id", 2L));
  }

  @Test
  void aDeleteWithoutAnImageMovesToo() {
    Change delete =
        bed.change(
            EventBuilder.of("d").kafkaKey("{\"user_id\":1}").header(NEW_KEY, "{\"user_id\":2}"));

    assertThat(delete.movedTo()).isEqualTo(EventBuilder.row("user_id", 2L));
  }

  @Test
  void aRowIsNotMovedToItsOwnKey() {
    Change delete = bed.change(delete().header(NEW_KEY, "{\"user_id\":1}"));

    assertThat(delete.movedTo()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{", "{}", "{\"id\":2}", "{\"user_id\":null}", "2", "\0\0\0\0\1Avro"})
  void refusesADeleteWhoseNewKeyCannotBeRead(String header) {
    FailureCause cause = bed.refusal(delete().header(NEW_KEY, header));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(cause.message()).contains(NEW_KEY);
  }

  @Test
  void refusesADeleteWhoseNewKeyHasAMissingColumn() {
    bed.everyColumn().key("user_id", "email");

    FailureCause cause =
        bed.refusal(
            EventBuilder.delete("user_id", 1L, "email", "e")
                .kafkaKey("{\"user_id\":1,\"email\":\"e\"}")
                .header(NEW_KEY, "{\"user_id\":2}"));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
  }

  @Test
  void refusesADeleteWhoseNewKeyDoesNotFit() {
    FailureCause cause = bed.refusal(delete().header(NEW_KEY, "{\"user_id\":\"x\"}"));

    assertThat(cause.reason()).isEqualTo(Reason.DOES_NOT_FIT);
    assertThat(cause.column()).isEqualTo("user_id");
  }

  @Test
  void aCreateMovedFromAnotherKeyStartsALineage() {
    Change arrived =
        bed.change(
            EventBuilder.of("c")
                .afterUnavailable("name", "user_id", 2L)
                .header(OLD_KEY, "{\"user_id\":1}"));
    Change plain = bed.change(EventBuilder.of("c").afterUnavailable("name", "user_id", 2L));

    assertThat(arrived.lineage()).isEqualTo(RowLineage.partialRowMovedHere(arrived.version()));
    assertThat(plain.lineage()).isEqualTo(RowLineage.partialRow(plain.version()));

    Change whole =
        bed.change(
            EventBuilder.of("c")
                .after("user_id", 2L, "name", "x")
                .header(OLD_KEY, "{\"user_id\":1}"));

    assertThat(whole.lineage()).isEqualTo(RowLineage.fullRowMovedHere(whole.version()));
  }

  @Test
  void deletesAFilteredRowThatMayHaveBeenMovedHere() {
    bed.where("row.name != 'no'");

    Change left =
        bed.change(
            EventBuilder.create("user_id", 2L, "name", "no").header(OLD_KEY, "{\"user_id\":1}"));

    assertThat(left.op()).isEqualTo(Op.DELETE);
    assertThat(left.key()).isEqualTo(EventBuilder.row("user_id", 2L));
  }
}
