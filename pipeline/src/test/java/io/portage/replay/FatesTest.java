package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.deadletter.Resolution.Kind;
import io.portage.model.Change;
import io.portage.model.Half;
import io.portage.model.Verdict;
import io.portage.replay.Fates.Fate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fates of letters of the record {@code t-0-5}. */
final class FatesTest {
  private static final Change OWN = Given.change(Half.WHOLE, 5);
  private static final Change NEWER = Given.change(Half.WHOLE, 5, 9);

  @Test
  void isWhatTheGuardSaid() {
    for (Verdict verdict : Verdict.values()) {
      Fate fate =
          fate(Half.WHOLE, Fact.merged(OWN, Half.WHOLE, true), Fact.written(verdict, Half.WHOLE))
              .orElseThrow();

      assertThat(fate.kind().name()).isEqualTo(verdict.name());
    }
  }

  @Test
  void namesTheColumnsThatDifferWhenANewerRowRefused() {
    Fates fates =
        fates(
            List.of("body", "name"),
            Fact.merged(OWN, Half.WHOLE, true),
            Fact.written(Verdict.STALE, Half.WHOLE));

    assertThat(fates.of(Given.record(5, Half.WHOLE)).orElseThrow().message())
        .startsWith("refused by a newer row; columns body, name differ: ");
  }

  @Test
  void isSupersededByTheNewerChangeThatItWentInto() {
    assertThat(
            fate(
                Half.WHOLE,
                Fact.written(Verdict.APPLIED, Half.WHOLE),
                Fact.merged(NEWER, Half.WHOLE, false)))
        .hasValueSatisfying(
            fate -> {
              assertThat(fate.kind()).isEqualTo(Kind.SUPERSEDED);
              assertThat(fate.message()).isEqualTo("by t-0-9");
            });
  }

  @Test
  void isIgnoredWhenNoWriteIsNeeded() {
    assertThat(fate(Half.WHOLE, Fact.ignored(Half.WHOLE)).orElseThrow().kind())
        .isEqualTo(Kind.IGNORED);
  }

  @Test
  void hasNoneWhenItIsDeadAgainUnderItsOwnId() {
    assertThat(
            fate(
                Half.WHOLE,
                Fact.merged(OWN, Half.WHOLE, true),
                Fact.dead(Given.merged(5), Half.WHOLE)))
        .isEmpty();
  }

  @Test
  void hasNoneWhenItsOwnLetterIsDeadAlthoughAnotherChangeSeemsToCoverIt() {
    assertThat(
            fate(
                Half.WHOLE,
                Fact.merged(NEWER, Half.WHOLE, false),
                Fact.written(Verdict.APPLIED, Half.WHOLE),
                Fact.dead(Given.record(5, Half.WHOLE), Half.WHOLE)))
        .isEmpty();
  }

  @Test
  void goesOnInTheLetterOfWhatItWasMergedInto() {
    Fate fate =
        fate(
                Half.WHOLE,
                Fact.merged(NEWER, Half.WHOLE, false),
                Fact.dead(Given.merged(5, 9), Half.WHOLE))
            .orElseThrow();

    assertThat(fate.kind()).isEqualTo(Kind.SUPERSEDED);
    assertThat(fate.message()).isEqualTo("by t-0-9, which is dead again");
    assertThat(fate.dead()).isTrue();
  }

  @Test
  void aRecordOfWhichOneHalfDiesGoesOnInThatHalfsLetter() {
    Change delete = Given.change(Half.DELETE, 5);

    Fate fate =
        fate(
                Half.WHOLE,
                Fact.merged(delete, Half.DELETE, true),
                Fact.written(Verdict.APPLIED, Half.DELETE),
                Fact.dead(Given.record(5, Half.UPSERT), Half.UPSERT))
            .orElseThrow();

    assertThat(fate.message()).isEqualTo("by t-0-5#upsert, which is dead again");
  }

  @Test
  void ofAHalfOnlyThatHalfMatters() {
    Change delete = Given.change(Half.DELETE, 5);
    Change upsert = Given.change(Half.UPSERT, 5);

    assertThat(
            fate(
                    Half.UPSERT,
                    Fact.merged(delete, Half.DELETE, true),
                    Fact.written(Verdict.DUPLICATE, Half.DELETE),
                    Fact.merged(upsert, Half.UPSERT, true),
                    Fact.written(Verdict.APPLIED, Half.UPSERT))
                .orElseThrow()
                .kind())
        .isEqualTo(Kind.APPLIED);
  }

  @Test
  void aRecordWhoseHalvesDifferIsWhatItsBetterHalfIs() {
    assertThat(
            fate(
                    Half.WHOLE,
                    Fact.merged(Given.change(Half.DELETE, 5), Half.DELETE, true),
                    Fact.written(Verdict.DUPLICATE, Half.DELETE),
                    Fact.merged(Given.change(Half.UPSERT, 5), Half.UPSERT, true),
                    Fact.written(Verdict.APPLIED, Half.UPSERT))
                .orElseThrow()
                .kind())
        .isEqualTo(Kind.APPLIED);
  }

  @Test
  void doesNotGuessWhenNothingIsKnown() {
    assertThatThrownBy(() -> fate(Half.WHOLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("nothing became of t-0-5#delete");
  }

  private static Optional<Fate> fate(Half half, Fact... facts) {
    return fates(List.of(), facts).of(Given.record(5, half));
  }

  private static Fates fates(List<String> differing, Fact... facts) {
    return new Fates("t-0-5", List.of(facts), change -> differing);
  }
}
