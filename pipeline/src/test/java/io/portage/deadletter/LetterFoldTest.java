package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.Resolution.Kind;
import io.portage.model.DeadLetter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LetterFoldTest {
  private static final DeadLetter FIRST = Letters.ofRecord(1);
  private static final long AT = FIRST.failedAt();

  @Test
  void aResolutionHoldsOverTheLetterBeforeIt() {
    StoredLetter resolved = resolved(FIRST, AT + 1);

    assertThat(values(unresolved(FIRST), resolved)).containsExactly(resolved);
    assertThat(values(resolved, unresolved(FIRST))).containsExactly(resolved);
  }

  @Test
  void aLetterThatFailsAfterItsResolutionIsUnresolvedAgain() {
    StoredLetter again = unresolved(failed(1, AT + 2));

    assertThat(values(unresolved(FIRST), resolved(FIRST, AT + 1), again)).containsExactly(again);
  }

  @Test
  void ofEqualTimesTheOneThatStandsLaterHolds() {
    StoredLetter second = unresolved(failed(2, AT));

    assertThat(values(unresolved(FIRST), second)).containsExactly(second);
  }

  @Test
  void attemptsAreNotForgottenWhenAJobWritesTheLetterAnew() {
    assertThat(fold(unresolved(failed(4, AT)), unresolved(failed(1, AT + 1))).get(0).attempts())
        .isEqualTo(4);
  }

  @Test
  void theFirstFailureIsNotForgottenWhenAReplayFailsAgain() {
    var held = fold(unresolved(FIRST), unresolved(failed(2, AT + 5))).get(0);

    assertThat(held.firstFailedAt()).isEqualTo(AT);
    assertThat(held.time()).isEqualTo(AT + 5);
  }

  @Test
  void keepsTheOrderInWhichIdsCameFirst() {
    assertThat(
            values(
                unresolved(Letters.ofRecord(7)),
                unresolved(FIRST),
                unresolved(Letters.ofRecord(7))))
        .extracting(StoredLetter::id)
        .containsExactly("users_cdc-1-7", "users_cdc-1-1");
  }

  private static DeadLetter failed(int attempts, long at) {
    return new DeadLetter(
        FIRST.stage(), FIRST.cause(), attempts, at, FIRST.raw(), null, FIRST.half());
  }

  private static StoredLetter unresolved(DeadLetter letter) {
    return StoredLetter.unresolved(letter);
  }

  private static StoredLetter resolved(DeadLetter letter, long at) {
    return new StoredLetter(letter, new Resolution(Kind.APPLIED, at, ""));
  }

  private static List<LetterFold.Held<StoredLetter>> fold(StoredLetter... letters) {
    LetterFold<StoredLetter> fold = new LetterFold<>();
    Stream.of(letters).forEach(letter -> fold.add(letter, letter));
    return fold.held();
  }

  private static List<StoredLetter> values(StoredLetter... letters) {
    return fold(letters).stream().map(LetterFold.Held::value).toList();
  }
}
