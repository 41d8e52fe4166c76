package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.Before;
import io.portage.model.Change;
import io.portage.model.Change.Life;
import io.portage.model.Change.Op;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Reason;
import io.portage.model.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerFilterTest {
  private final TestBed bed = new TestBed().where("row.country == 'DE'");

  @Test
  void letsRowsPassThatFulfilIt() {
    Change change = bed.change(Event.create("user_id", 1L, "country", "DE"));

    assertThat(change.op()).isEqualTo(Op.UPSERT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "r"})
  void ignoresNewRowsThatFailIt(String op) {
    Recorder recorder = bed.run(Event.of(op).after("user_id", 1L, "country", "US"));

    assertThat(recorder.ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.FILTERED));
  }

  @Test
  void deletesARowThatLeavesIt() {
    Change known =
        bed.change(
            Event.update("user_id", 1L, "country", "US").before("user_id", 1L, "country", "DE"));
    Change unknown = bed.change(Event.update("user_id", 1L, "country", "US"));
    Change untold =
        bed.change(
            Event.update("user_id", 1L, "country", "US").beforeLacking("country", "user_id", 1L));

    for (Change change : new Change[] {known, unknown, untold}) {
      assertThat(change.op()).isEqualTo(Op.DELETE);
      assertThat(change.key()).isEqualTo(Event.row("user_id", 1L));
      assertThat(change.row()).isEqualTo(Row.empty());
      assertThat(change.life()).isEqualTo(Life.delete(change.version(), false));
    }
  }

  @Test
  void ignoresAnUpdateOfARowThatWasNeverIn() {
    Event event =
        Event.update("user_id", 1L, "country", "US").before("user_id", 1L, "country", "FR");

    assertThat(bed.run(event).ignored)
        .containsExactly(new Recorder.Nothing(Half.WHOLE, Ignored.FILTERED));
    assertThat(new TestBed().where("row.country == 'DE'").before(Before.KEY).change(event).op())
        .as("a before image that is made up tells nothing")
        .isEqualTo(Op.DELETE);
  }

  @Test
  void alwaysLetsDeletesPass() {
    assertThat(bed.change(Event.delete("user_id", 1L, "country", "US")).op()).isEqualTo(Op.DELETE);
  }

  @Test
  void refusesARowWhoseInputsAreLackingOrMissing() {
    Cause lacking =
        bed.refusal(Event.of("u").afterLacking("country", "user_id", 1L, "name", "Ann"));
    Cause missing = bed.refusal(Event.update("user_id", 1L));
    Change other = bed.change(Event.of("u").afterLacking("name", "user_id", 1L, "country", "DE"));

    assertThat(lacking.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(lacking.column()).isEqualTo("country");
    assertThat(lacking.message()).contains("column country", "REPLICA IDENTITY FULL");
    assertThat(missing.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(missing.column()).isEqualTo("country");
    assertThat(missing.message()).isEqualTo("where: no such column: country; there are: user_id");
    assertThat(other.life()).isEqualTo(Life.partial(other.version()));
  }

  @Test
  void refusesARowOnWhichItFailsWithoutTellingTheValue() {
    TestBed failing = new TestBed().where("row.country.startsWith('D')");

    Cause cause = failing.refusal(Event.create("user_id", 1L, "country", 987_654L));

    assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(cause.message()).startsWith("where: ").doesNotContain("987654");
  }

  @Test
  void doesNotFitRowsThatItIgnores() {
    Recorder recorder =
        bed.run(Event.create("user_id", 1L, "country", "US", "name", "much too long a name"));

    assertThat(recorder.ignored).hasSize(1);
  }
}
