package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.Before;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Reason;
import io.portage.model.Row;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class NormalizerKeyChangeTest {
  private final TestBed bed = new TestBed();

  @Test
  void splitsAKeyChangeIntoADeleteAndAnUpsertOfOneVersion() {
    Recorder recorder =
        bed.run(
            Event.of("u").before("user_id", 1L, "name", "Ann").after("user_id", 2L, "name", "Ann"));

    assertThat(recorder.splits).isEqualTo(1);
    Change delete = recorder.changes.get(0);
    Change upsert = recorder.changes.get(1);
    assertThat(delete.op()).isEqualTo(Op.DELETE);
    assertThat(delete.key()).isEqualTo(Event.row("user_id", 1L));
    assertThat(delete.row()).isEqualTo(Event.row("user_id", 1L, "name", "Ann"));
    assertThat(delete.life()).isEqualTo(Life.delete(upsert.version(), true));
    assertThat(delete.origins())
        .isEqualTo(Origins.of(new Interval("users_cdc", 2, 15, 18, Half.DELETE)));
    assertThat(delete.id()).isEqualTo("users_cdc-2-17#delete");
    assertThat(upsert.op()).isEqualTo(Op.UPSERT);
    assertThat(upsert.key()).isEqualTo(Event.row("user_id", 2L));
    assertThat(upsert.life()).isEqualTo(Life.whole(upsert.version()));
    assertThat(upsert.origins())
        .isEqualTo(Origins.of(new Interval("users_cdc", 2, 15, 18, Half.UPSERT)));
    assertThat(upsert.id()).isEqualTo("users_cdc-2-17#upsert");
  }

  @Test
  void splitsOnTheKeyAloneWhereOnlyTheKeyOfTheImageIsTrue() {
    bed.before(Before.KEY);

    Recorder recorder =
        bed.run(
            Event.of("u")
                .kafkaKey("{\"user_id\":2}")
                .before("user_id", 1L, "name", "")
                .after("user_id", 2L));

    assertThat(recorder.changes.get(0).row()).isEqualTo(Row.empty());
    assertThat(recorder.changes.get(0).life().whole()).isNull();
  }

  @Test
  void takesEqualKeysInOtherFormsForTheSameKey() {
    Recorder recorder =
        bed.run(Event.of("u").before("user_id", new BigDecimal("1.0")).after("user_id", "1"));

    assertThat(recorder.splits).isZero();
    assertThat(recorder.changes).extracting(Change::op).containsExactly(Op.UPSERT);
  }

  @Test
  void seesNoKeyChangeWhereTheOldKeyIsNotTold() {
    assertThat(bed.run(Event.update("user_id", 2L)).splits).isZero();
    assertThat(bed.run(Event.update("user_id", 2L).before("name", "Ann")).splits).isZero();
    assertThat(bed.run(Event.update("user_id", 2L).before("user_id", null)).splits).isZero();
    assertThat(bed.run(Event.create("user_id", 2L).before("user_id", 1L)).splits).isZero();
  }

  @Test
  void refusesTheWholeRecordWhereTheNewKeyIsUnknown() {
    Event noKey = Event.of("u").before("user_id", 1L).after("user_id", null);
    Event unfit = Event.of("u").before("user_id", 1L).after("user_id", "abc");

    assertThat(bed.refusal(noKey).reason()).isEqualTo(Reason.MISSING_KEY);
    assertThat(bed.refusal(unfit).reason()).isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void deletesTheOldKeyThoughTheNewRowDoesNotFit() {
    Recorder recorder =
        bed.run(
            Event.of("u")
                .before("user_id", 1L)
                .after("user_id", 2L, "name", "much too long a name"));

    assertThat(recorder.changes).extracting(Change::half).containsExactly(Half.DELETE);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(Half.UPSERT);
    assertThat(recorder.dead.get(0).cause().reason()).isEqualTo(Reason.DOES_NOT_FIT);
  }

  @Test
  void writesTheNewRowThoughTheOldKeyDoesNotFit() {
    Recorder recorder = bed.run(Event.of("u").before("user_id", "abc").after("user_id", 2L));

    assertThat(recorder.changes).extracting(Change::half).containsExactly(Half.UPSERT);
    assertThat(recorder.dead).hasSize(1);
    assertThat(recorder.dead.get(0).half()).isEqualTo(Half.DELETE);
    assertThat(recorder.dead.get(0).cause().column()).isEqualTo("user_id");
  }

  @Test
  void filtersTheNewRowOnlyAndAlwaysDeletesTheOldKey() {
    bed.where("row.name != 'no'");

    Recorder left =
        bed.run(
            Event.of("u").before("user_id", 1L, "name", "yes").after("user_id", 2L, "name", "no"));
    Recorder neverIn =
        bed.run(
            Event.of("u").before("user_id", 1L, "name", "no").after("user_id", 2L, "name", "no"));

    assertThat(left.changes).extracting(Change::op).containsExactly(Op.DELETE, Op.DELETE);
    assertThat(left.changes.get(1).key()).isEqualTo(Event.row("user_id", 2L));
    assertThat(neverIn.changes).extracting(Change::half).containsExactly(Half.DELETE);
    assertThat(neverIn.ignored)
        .containsExactly(new Recorder.Nothing(Half.UPSERT, Ignored.FILTERED));
  }
}
