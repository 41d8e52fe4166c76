package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.BeforeImage;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.event.IgnoreReason;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class NormalizerKeyChangeTest {
  private final TestBed bed = new TestBed();

  @Test
  void splitsAKeyChangeIntoADeleteAndAnUpsertWithOneVersion() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .before("user_id", 1L, "name", "Ann")
                .after("user_id", 2L, "name", "Ann"));

    assertThat(recorder.splits).isEqualTo(1);
    Change delete = recorder.changes.get(0);
    Change upsert = recorder.changes.get(1);
    assertThat(delete.op()).isEqualTo(Op.DELETE);
    assertThat(delete.key()).isEqualTo(EventBuilder.row("user_id", 1L));
    assertThat(delete.row()).isEqualTo(EventBuilder.row("user_id", 1L, "name", "Ann"));
    assertThat(delete.lineage()).isEqualTo(RowLineage.delete(upsert.version(), true));
    assertThat(delete.origins())
        .isEqualTo(OffsetRanges.of(new OffsetRange("users_cdc", 2, 15, 18, ChangePart.DELETE)));
    assertThat(delete.id()).isEqualTo("users_cdc-2-17#delete");
    assertThat(upsert.op()).isEqualTo(Op.UPSERT);
    assertThat(upsert.key()).isEqualTo(EventBuilder.row("user_id", 2L));
    assertThat(upsert.lineage()).isEqualTo(RowLineage.fullRow(upsert.version()));
    assertThat(upsert.origins())
        .isEqualTo(OffsetRanges.of(new OffsetRange("users_cdc", 2, 15, 18, ChangePart.UPSERT)));
    assertThat(upsert.id()).isEqualTo("users_cdc-2-17#upsert");
  }

  @Test
  void splitsOnTheKeyIfOnlyTheKeyOfTheImageIsValid() {
    bed.before(BeforeImage.KEY);

    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L, "name", "")
                .after("user_id", 2L));

    assertThat(recorder.changes.get(0).row()).isEqualTo(Row.empty());
    assertThat(recorder.changes.get(0).lineage().fullRowVersion()).isNull();
  }

  @Test
  void regardsEqualKeysInOtherFormsAsOneKey() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u").before("user_id", new BigDecimal("1.0")).after("user_id", "1"));

    assertThat(recorder.splits).isZero();
    assertThat(recorder.changes).extracting(Change::op).containsExactly(Op.UPSERT);
  }

  @Test
  void findsNoKeyChangeWithoutAnOldKey() {
    assertThat(bed.run(EventBuilder.update("user_id", 2L)).splits).isZero();
    assertThat(bed.run(EventBuilder.update("user_id", 2L).before("name", "Ann")).splits).isZero();
    assertThat(bed.run(EventBuilder.update("user_id", 2L).before("user_id", null)).splits).isZero();
    assertThat(bed.run(EventBuilder.create("user_id", 2L).before("user_id", 1L)).splits).isZero();
  }

  @Test
  void refusesTheWholeRecordIfTheNewKeyIsUnknown() {
    EventBuilder noKey = EventBuilder.of("u").before("user_id", 1L).after("user_id", null);
    EventBuilder unfit = EventBuilder.of("u").before("user_id", 1L).after("user_id", "abc");

    assertThat(bed.refusal(noKey).reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(unfit).reason()).isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void deletesTheOldKeyIfTheNewRowDoesNotFit() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.of("u")
                .before("user_id", 1L)
                .after("user_id", 2L, "name", "much too long a name"));

    assertThat(recorder.changes).extracting(Change::part).containsExactly(ChangePart.DELETE);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.UPSERT);
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void writesTheNewRowIfTheOldKeyDoesNotFit() {
    RecordingOutput recorder =
        bed.run(EventBuilder.of("u").before("user_id", "abc").after("user_id", 2L));

    assertThat(recorder.changes).extracting(Change::part).containsExactly(ChangePart.UPSERT);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(ChangePart.DELETE);
    assertThat(recorder.dead.get(0).cause().column()).isEqualTo("user_id");
  }

  @Test
  void filtersTheNewRowOnlyAndAlwaysDeletesTheOldKey() {
    bed.where("row.name != 'no'");

    RecordingOutput left =
        bed.run(
            EventBuilder.of("u")
                .before("user_id", 1L, "name", "yes")
                .after("user_id", 2L, "name", "no"));
    RecordingOutput neverIn =
        bed.run(
            EventBuilder.of("u")
                .before("user_id", 1L, "name", "no")
                .after("user_id", 2L, "name", "no"));

    assertThat(left.changes).extracting(Change::op).containsExactly(Op.DELETE, Op.DELETE);
    assertThat(left.changes.get(1).key()).isEqualTo(EventBuilder.row("user_id", 2L));
    assertThat(neverIn.changes).extracting(Change::part).containsExactly(ChangePart.DELETE);
    assertThat(neverIn.ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.UPSERT, IgnoreReason.FILTERED));
  }
}
