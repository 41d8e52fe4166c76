package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Values outside of the source's key in a {@code before} image may be placeholders: zeros, empty
 * texts.
 */
final class NormalizerOldKeyTest {
  private static final LocalDate DAY = LocalDate.of(2024, 3, 18);
  private static final LocalDate EPOCH = LocalDate.EPOCH;

  private final TestBed bed = bed(BeforeImage.KEY);

  private static TestBed bed(BeforeImage before) {
    TestBed bed = new TestBed();
    bed.tables.with(
        "users_enriched",
        "user_id int8 not null",
        "day date not null",
        "name text",
        "portage_version numeric");
    return bed.debezium(DebeziumConfig.UNSET)
        .key("user_id", "day")
        .everyColumn()
        .deletes(DeleteMode.HARD)
        .before(before);
  }

  @Test
  void aDeleteUsesOnlyTheColumnsOfTheRecordsKey() {
    FailureCause cause =
        bed.refusal(
            EventBuilder.delete("user_id", 5L, "day", EPOCH, "name", "")
                .kafkaKey("{\"user_id\":5}"));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(cause.column()).isEqualTo("day");
    assertThat(cause.message()).contains("before: whole");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"5", "\0\0\0\0\1\n", "Struct{user_id=5}", "{\"id\":5}", "{\"user_id\""})
  void aDeleteIsRejectedWithoutAReadableRecordKey(String key) {
    bed.key("user_id");
    EventBuilder delete = EventBuilder.delete("user_id", 0L, "day", EPOCH, "name", "");

    FailureCause cause = bed.refusal(key == null ? delete : delete.kafkaKey(key));

    assertThat(cause.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(cause.column()).isEqualTo("user_id");
  }

  @Test
  void aSingleValueKeyIsTheOnlyKeyColumnWithThatValue() {
    bed.key("user_id");

    Change delete = bed.change(EventBuilder.delete("user_id", 5L, "day", EPOCH).kafkaKey("5"));

    assertThat(delete.key()).isEqualTo(EventBuilder.row("user_id", 5L));
  }

  @Test
  void aSingleValueKeyIsUnusableForAKeyOfSeveralColumns() {
    FailureCause deleted =
        bed.refusal(EventBuilder.delete("user_id", 5L, "day", DAY).kafkaKey("5"));
    RecordingOutput updated =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("5")
                .before("user_id", 5L, "day", EPOCH, "name", "")
                .after("user_id", 5L, "day", DAY, "name", "a"));

    assertThat(deleted.reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(updated.changes).extracting(Change::op).containsExactly(Op.UPSERT);
    assertThat(updated.dead.get(0).cause().reason()).isEqualTo(Reason.MISSING_KEY);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "6, true", "7, false"})
  void aSingleValueKeyConfirmsTheOldOrTheNewKeyOfAnUpdate(String key, boolean confirms) {
    bed.key("user_id");

    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey(key)
                .before("user_id", 5L, "day", EPOCH, "name", "")
                .after("user_id", 6L, "day", DAY, "name", "a"));

    assertThat(recorder.changes).hasSize(confirms ? 2 : 1);
    assertThat(recorder.dead)
        .extracting(dead -> dead.cause().reason())
        .isEqualTo(confirms ? List.of() : List.of(Reason.MISSING_KEY));
  }

  @Test
  void aDeleteUsesTheWholeBeforeImage() {
    Change delete =
        bed(BeforeImage.WHOLE)
            .change(EventBuilder.delete("user_id", 5L, "day", DAY).kafkaKey("{\"user_id\":5}"));

    assertThat(delete.key()).isEqualTo(EventBuilder.row("user_id", 5L, "day", DAY));
  }

  @Test
  void anUpdateWithAnUnconfirmedOldKeyWritesItsRowAndRejectsTheDelete() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("{\"user_id\":5}")
                .before("user_id", 5L, "day", EPOCH, "name", "")
                .afterUnavailable("name", "user_id", 5L, "day", DAY));

    assertThat(recorder.changes).extracting(Change::op).containsExactly(Op.UPSERT);
    assertThat(recorder.changes.get(0).lineage())
        .isEqualTo(Change.RowLineage.partialRow(recorder.changes.get(0).version()));
    assertThat(recorder.dead)
        .extracting(RecordingOutput.Dead::half)
        .containsExactly(ChangePart.DELETE);
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(recorder.dead.get(0).cause().column()).isEqualTo("day");
  }

  @Test
  void anUpdateWithAPartOfItsOldKeyRejectsTheDelete() {
    RecordingOutput recorder =
        bed(BeforeImage.WHOLE)
            .run(
                EventBuilder.of("u")
                    .before("user_id", 5L, "day", null)
                    .after("user_id", 6L, "day", DAY, "name", "a"));

    assertThat(recorder.changes).extracting(Change::op).containsExactly(Op.UPSERT);
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.DELETE);
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.MISSING_KEY);
  }

  @Test
  void anUpdateWithEqualKeysIsNotAKeyChange() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .before("user_id", 5L, "day", DAY)
                .after("user_id", 5L, "day", DAY, "name", "a"));

    assertThat(recorder.splits).isZero();
    assertThat(recorder.changes).extracting(Change::op).containsExactly(Op.UPSERT);
  }

  @Test
  void aKeyIsDecodedByItsOwnSchema() {
    bed.tables.with(
        "users_enriched", "user_id numeric(20,2) not null", "day date not null", "v numeric");
    String schema =
        "{\"type\":\"struct\",\"fields\":[{\"field\":\"user_id\",\"type\":\"bytes\","
            + "\"name\":\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}},"
            + "{\"field\":\"day\",\"type\":\"int32\",\"name\":\"io.debezium.time.Date\"}]}";
    String key = "{\"schema\":" + schema + ",\"payload\":{\"user_id\":\"%s\",\"day\":19800}}";

    Change delete =
        bed.change(
            EventBuilder.of("d")
                .kafkaKey(key.formatted("1234"))
                .header("__debezium.newkey", key.formatted("AOI=")));

    assertThat(delete.key())
        .isEqualTo(EventBuilder.row("user_id", new BigDecimal("-26588.24"), "day", DAY));
    assertThat(delete.movedTo())
        .isEqualTo(EventBuilder.row("user_id", new BigDecimal("2.26"), "day", DAY));
  }
}
