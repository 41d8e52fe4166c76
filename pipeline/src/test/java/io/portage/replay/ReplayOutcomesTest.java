package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.GuardResult;
import io.portage.replay.ReplayOutcomes.ReplayOutcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The replay outcomes of dead letters of the record {@code t-0-5}. */
final class ReplayOutcomesTest {
  private static final Change OWN = ReplayFixtures.change(ChangePart.WHOLE, 5);
  private static final Change NEWER = ReplayFixtures.change(ChangePart.WHOLE, 5, 9);

  @Test
  void equalsTheGuardResult() {
    for (GuardResult guardResult : GuardResult.values()) {
      ReplayOutcome replayOutcome =
          fate(
                  ChangePart.WHOLE,
                  ReplayObservation.merged(OWN, ChangePart.WHOLE, true),
                  ReplayObservation.written(guardResult, ChangePart.WHOLE))
              .orElseThrow();

      assertThat(replayOutcome.kind().name()).isEqualTo(guardResult.name());
    }
  }

  @Test
  void namesTheDifferentColumnsOfANewerRow() {
    ReplayOutcomes replayOutcomes =
        fates(
            List.of("body", "name"),
            ReplayObservation.merged(OWN, ChangePart.WHOLE, true),
            ReplayObservation.written(GuardResult.STALE, ChangePart.WHOLE));

    assertThat(
            replayOutcomes.of(ReplayFixtures.record(5, ChangePart.WHOLE)).orElseThrow().message())
        .startsWith("refused by a newer row; columns body, name differ: ");
  }

  @Test
  void isSupersededByTheNewerChangeThatItWasMergedInto() {
    assertThat(
            fate(
                ChangePart.WHOLE,
                ReplayObservation.written(GuardResult.APPLIED, ChangePart.WHOLE),
                ReplayObservation.merged(NEWER, ChangePart.WHOLE, false)))
        .hasValueSatisfying(
            replayOutcome -> {
              assertThat(replayOutcome.kind()).isEqualTo(ResolutionKind.SUPERSEDED);
              assertThat(replayOutcome.message()).isEqualTo("by t-0-9");
            });
  }

  @Test
  void isIgnoredWhenNoWriteIsNeeded() {
    assertThat(
            fate(ChangePart.WHOLE, ReplayObservation.ignored(ChangePart.WHOLE))
                .orElseThrow()
                .kind())
        .isEqualTo(ResolutionKind.IGNORED);
  }

  @Test
  void isEmptyWhenItFailedAgainUnderItsOwnId() {
    assertThat(
            fate(
                ChangePart.WHOLE,
                ReplayObservation.merged(OWN, ChangePart.WHOLE, true),
                ReplayObservation.dead(ReplayFixtures.merged(5), ChangePart.WHOLE)))
        .isEmpty();
  }

  @Test
  void isEmptyWhenItFailedAgainAlthoughAnotherChangeCoversIt() {
    assertThat(
            fate(
                ChangePart.WHOLE,
                ReplayObservation.merged(NEWER, ChangePart.WHOLE, false),
                ReplayObservation.written(GuardResult.APPLIED, ChangePart.WHOLE),
                ReplayObservation.dead(
                    ReplayFixtures.record(5, ChangePart.WHOLE), ChangePart.WHOLE)))
        .isEmpty();
  }

  @Test
  void isReplacedByTheDeadLetterOfTheChangeItWasMergedInto() {
    ReplayOutcome replayOutcome =
        fate(
                ChangePart.WHOLE,
                ReplayObservation.merged(NEWER, ChangePart.WHOLE, false),
                ReplayObservation.dead(ReplayFixtures.merged(5, 9), ChangePart.WHOLE))
            .orElseThrow();

    assertThat(replayOutcome.kind()).isEqualTo(ResolutionKind.SUPERSEDED);
    assertThat(replayOutcome.message()).isEqualTo("by t-0-9, which is dead again");
    assertThat(replayOutcome.dead()).isTrue();
  }

  @Test
  void aRecordWithOneDeadHalfIsReplacedByTheDeadLetterOfThatHalf() {
    Change delete = ReplayFixtures.change(ChangePart.DELETE, 5);

    ReplayOutcome replayOutcome =
        fate(
                ChangePart.WHOLE,
                ReplayObservation.merged(delete, ChangePart.DELETE, true),
                ReplayObservation.written(GuardResult.APPLIED, ChangePart.DELETE),
                ReplayObservation.dead(
                    ReplayFixtures.record(5, ChangePart.UPSERT), ChangePart.UPSERT))
            .orElseThrow();

    assertThat(replayOutcome.message()).isEqualTo("by t-0-5#upsert, which is dead again");
  }

  @Test
  void aHalfDependsOnlyOnItsOwnObservations() {
    Change delete = ReplayFixtures.change(ChangePart.DELETE, 5);
    Change upsert = ReplayFixtures.change(ChangePart.UPSERT, 5);

    assertThat(
            fate(
                    ChangePart.UPSERT,
                    ReplayObservation.merged(delete, ChangePart.DELETE, true),
                    ReplayObservation.written(GuardResult.DUPLICATE, ChangePart.DELETE),
                    ReplayObservation.merged(upsert, ChangePart.UPSERT, true),
                    ReplayObservation.written(GuardResult.APPLIED, ChangePart.UPSERT))
                .orElseThrow()
                .kind())
        .isEqualTo(ResolutionKind.APPLIED);
  }

  @Test
  void aRecordWithDifferentHalvesHasTheBetterOutcome() {
    assertThat(
            fate(
                    ChangePart.WHOLE,
                    ReplayObservation.merged(
                        ReplayFixtures.change(ChangePart.DELETE, 5), ChangePart.DELETE, true),
                    ReplayObservation.written(GuardResult.DUPLICATE, ChangePart.DELETE),
                    ReplayObservation.merged(
                        ReplayFixtures.change(ChangePart.UPSERT, 5), ChangePart.UPSERT, true),
                    ReplayObservation.written(GuardResult.APPLIED, ChangePart.UPSERT))
                .orElseThrow()
                .kind())
        .isEqualTo(ResolutionKind.APPLIED);
  }

  @Test
  void aRowHasItsOwnOutcome() {
    ChangePart row = ChangePart.ofRow(1, false);
    ReplayObservation[] observations = {
      ReplayObservation.merged(ReplayFixtures.change(row, 5), row, true),
      ReplayObservation.written(GuardResult.APPLIED, row),
      ReplayObservation.dead(
          ReplayFixtures.record(5, ChangePart.ofRow(2, true)), ChangePart.ofRow(2, true))
    };

    assertThat(fate(row, observations).orElseThrow().kind()).isEqualTo(ResolutionKind.APPLIED);
    assertThat(fate(ChangePart.ofRow(2, true), observations)).isEmpty();
    assertThatThrownBy(() -> fate(ChangePart.ofRow(0, false), observations))
        .hasMessage("no observation of the outcome of t-0-5#0#delete");
  }

  @Test
  void aRecordThatIsDividedNowIsReplacedByTheRowThatFails() {
    ChangePart first = ChangePart.ofRow(0, false);
    ChangePart last = ChangePart.ofRow(1, true);
    ReplayObservation merged =
        ReplayObservation.merged(ReplayFixtures.change(first, 5), first, true);
    ReplayObservation written = ReplayObservation.written(GuardResult.APPLIED, first);
    ReplayObservation dead = ReplayObservation.dead(ReplayFixtures.record(5, last), last);

    ReplayOutcome replayOutcome = fate(ChangePart.WHOLE, merged, written, dead).orElseThrow();

    assertThat(replayOutcome.kind()).isEqualTo(ResolutionKind.SUPERSEDED);
    assertThat(replayOutcome.message()).isEqualTo("by t-0-5#1, which is dead again");
    assertThatThrownBy(() -> fate(ChangePart.WHOLE, merged, written))
        .hasMessage("no observation of the outcome of a part of t-0-5");
  }

  @Test
  void failsWithoutAnObservation() {
    assertThatThrownBy(() -> fate(ChangePart.WHOLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no observation of the outcome of t-0-5#delete");
  }

  private static Optional<ReplayOutcome> fate(
      ChangePart changePart, ReplayObservation... observations) {
    return fates(List.of(), observations).of(ReplayFixtures.record(5, changePart));
  }

  private static ReplayOutcomes fates(List<String> differing, ReplayObservation... observations) {
    return new ReplayOutcomes("t-0-5", List.of(observations), change -> differing);
  }
}
