package io.portage.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.model.DeadLetter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DeadLetterDeduplicatorTest {
  private static final DeadLetter FIRST = DeadLetterFixtures.ofRecord(1);
  private static final long AT = FIRST.failedAt();

  @Test
  void aResolutionReplacesTheDeadLetterBeforeIt() {
    StoredDeadLetter resolved = resolved(FIRST, AT + 1);

    assertThat(values(unresolved(FIRST), resolved)).containsExactly(resolved);
    assertThat(values(resolved, unresolved(FIRST))).containsExactly(resolved);
  }

  @Test
  void aDeadLetterThatFailsAfterItsResolutionIsUnresolvedAgain() {
    StoredDeadLetter again = unresolved(failed(1, AT + 2));

    assertThat(values(unresolved(FIRST), resolved(FIRST, AT + 1), again)).containsExactly(again);
  }

  @Test
  void theLaterEntryWinsAmongEqualTimes() {
    StoredDeadLetter second = unresolved(failed(2, AT));

    assertThat(values(unresolved(FIRST), second)).containsExactly(second);
  }

  @Test
  void keepsTheAttemptsWhenAJobWritesTheDeadLetterAgain() {
    assertThat(
            deduplicated(unresolved(failed(4, AT)), unresolved(failed(1, AT + 1)))
                .get(0)
                .attempts())
        .isEqualTo(4);
  }

  @Test
  void keepsTheFirstFailureWhenAReplayFailsAgain() {
    var latestEntry = deduplicated(unresolved(FIRST), unresolved(failed(2, AT + 5))).get(0);

    assertThat(latestEntry.firstFailedAt()).isEqualTo(AT);
    assertThat(latestEntry.time()).isEqualTo(AT + 5);
  }

  @Test
  void keepsTheOrderInWhichIdsCameFirst() {
    assertThat(
            values(
                unresolved(DeadLetterFixtures.ofRecord(7)),
                unresolved(FIRST),
                unresolved(DeadLetterFixtures.ofRecord(7))))
        .extracting(StoredDeadLetter::id)
        .containsExactly("users_cdc-1-7", "users_cdc-1-1");
  }

  private static DeadLetter failed(int attempts, long at) {
    return new DeadLetter(
        FIRST.stage(), FIRST.cause(), attempts, at, FIRST.sourceRecord(), null, FIRST.part());
  }

  private static StoredDeadLetter unresolved(DeadLetter deadLetter) {
    return StoredDeadLetter.unresolved(deadLetter);
  }

  private static StoredDeadLetter resolved(DeadLetter deadLetter, long at) {
    return new StoredDeadLetter(deadLetter, new Resolution(ResolutionKind.APPLIED, at, ""));
  }

  private static List<DeadLetterDeduplicator.LatestEntry<StoredDeadLetter>> deduplicated(
      StoredDeadLetter... deadLetters) {
    DeadLetterDeduplicator<StoredDeadLetter> deduplicator = new DeadLetterDeduplicator<>();
    Stream.of(deadLetters).forEach(deadLetter -> deduplicator.add(deadLetter, deadLetter));
    return deduplicator.latest();
  }

  private static List<StoredDeadLetter> values(StoredDeadLetter... deadLetters) {
    return deduplicated(deadLetters).stream()
        .map(DeadLetterDeduplicator.LatestEntry::value)
        .toList();
  }
}
