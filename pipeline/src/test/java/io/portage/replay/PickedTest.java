package io.portage.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter;
import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PickedTest {
  private final Picked picked =
      Picked.of(
          List.of(
              Given.head(3, Half.WHOLE, 1),
              Given.head(5, Half.DELETE, 4),
              Given.head(5, Half.UPSERT, 2)));

  @Test
  void aLetterOfTheSameIdHasOneAttemptMoreAndFailedLater() {
    DeadLetter again = picked.again(Given.record(3, Half.WHOLE));

    assertThat(again.attempts()).isEqualTo(2);
    assertThat(again.failedAt()).isEqualTo(Given.AT + 1);
    assertThat(again.raw()).isEqualTo(Given.record(3, Half.WHOLE).raw());
    assertThat(picked.again(Given.record(5, Half.UPSERT)).attempts()).isEqualTo(3);
  }

  @Test
  void aLetterOfAnotherPartOfTheRecordCountsOnFromThatWhichItIsMadeOf() {
    assertThat(picked.again(Given.record(5, Half.WHOLE)).attempts()).isEqualTo(5);
    assertThat(picked.again(Given.record(3, Half.UPSERT)).attempts()).isEqualTo(2);
    assertThat(picked.again(Given.merged(3, 8)).attempts()).isEqualTo(2);
  }

  @Test
  void aLetterOfNoneOfThemIsAsItWas() {
    assertThat(picked.again(Given.merged(7, 8))).isEqualTo(Given.merged(7, 8));
  }

  @Test
  void findsItsRecordsInStretchesOfAnyWidth() {
    List<String> found = new ArrayList<>();
    Origins origins =
        Origins.of(
            List.of(
                new Interval("t", 0, 0, Long.MAX_VALUE, Half.UPSERT),
                new Interval("t", 1, 0, 10, Half.WHOLE),
                new Interval("other", 0, 0, 10, Half.WHOLE)));

    picked.within(origins, (at, half) -> found.add(at + half.suffix()));

    assertThat(found).containsExactly("t-0-3#upsert", "t-0-5#upsert");
  }
}
