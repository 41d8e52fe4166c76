package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.BeforeImage;
import io.portage.model.Change;
import io.portage.model.Change.Op;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Row;
import io.portage.model.event.IgnoreReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerFilterTest {
  private final TestBed bed = new TestBed().where("row.country == 'DE'");

  @Test
  void passesRowsThatFulfilIt() {
    Change change = bed.change(EventBuilder.create("user_id", 1L, "country", "DE"));

    assertThat(change.op()).isEqualTo(Op.UPSERT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c", "r"})
  void ignoresNewRowsThatFailIt(String op) {
    RecordingOutput recorder = bed.run(EventBuilder.of(op).after("user_id", 1L, "country", "US"));

    assertThat(recorder.ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.FILTERED));
  }

  @Test
  void deletesARowThatNoLongerPasses() {
    Change known =
        bed.change(
            EventBuilder.update("user_id", 1L, "country", "US")
                .before("user_id", 1L, "country", "DE"));
    Change unknown = bed.change(EventBuilder.update("user_id", 1L, "country", "US"));
    Change absent =
        bed.change(
            EventBuilder.update("user_id", 1L, "country", "US")
                .beforeUnavailable("country", "user_id", 1L));

    for (Change change : new Change[] {known, unknown, absent}) {
      assertThat(change.op()).isEqualTo(Op.DELETE);
      assertThat(change.key()).isEqualTo(EventBuilder.row("user_id", 1L));
      assertThat(change.row()).isEqualTo(Row.empty());
      assertThat(change.lineage()).isEqualTo(RowLineage.delete(change.version(), false));
    }
  }

  @Test
  void ignoresAnUpdateOfARowThatNeverPassed() {
    EventBuilder event =
        EventBuilder.update("user_id", 1L, "country", "US").before("user_id", 1L, "country", "FR");

    assertThat(bed.run(event).ignored)
        .containsExactly(new RecordingOutput.Nothing(ChangePart.WHOLE, IgnoreReason.FILTERED));
    assertThat(
            new TestBed().where("row.country == 'DE'").before(BeforeImage.KEY).change(event).op())
        .as("a before image of placeholders proves nothing")
        .isEqualTo(Op.DELETE);
  }

  @Test
  void alwaysPassesDeletes() {
    assertThat(bed.change(EventBuilder.delete("user_id", 1L, "country", "US")).op())
        .isEqualTo(Op.DELETE);
  }

  @Test
  void refusesARowWithUnavailableOrMissingInputs() {
    FailureCause unavailable =
        bed.refusal(EventBuilder.of("u").afterUnavailable("country", "user_id", 1L, "name", "Ann"));
    FailureCause missing = bed.refusal(EventBuilder.update("user_id", 1L));
    Change other =
        bed.change(EventBuilder.of("u").afterUnavailable("name", "user_id", 1L, "country", "DE"));

    assertThat(unavailable.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(unavailable.column()).isEqualTo("country");
    assertThat(unavailable.message()).contains("column country", "REPLICA IDENTITY FULL");
    assertThat(missing.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(missing.column()).isEqualTo("country");
    assertThat(missing.message()).isEqualTo("where: no such column: country; there are: user_id");
    assertThat(other.lineage()).isEqualTo(RowLineage.partialRow(other.version()));
  }

  @Test
  void refusesARowOnWhichItFailsWithoutTheValueInTheMessage() {
    TestBed failing = new TestBed().where("row.country.startsWith('D')");

    FailureCause cause = failing.refusal(EventBuilder.create("user_id", 1L, "country", 987_654L));

    assertThat(cause.reason()).isEqualTo(Reason.EXPRESSION_FAILED);
    assertThat(cause.message()).startsWith("where: ").doesNotContain("987654");
  }

  @Test
  void doesNotFitRowsThatItIgnores() {
    RecordingOutput recorder =
        bed.run(
            EventBuilder.create("user_id", 1L, "country", "US", "name", "much too long a name"));

    assertThat(recorder.ignored).hasSize(1);
  }
}
