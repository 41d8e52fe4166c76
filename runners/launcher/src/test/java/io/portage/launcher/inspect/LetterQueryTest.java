package io.portage.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.launcher.deadletters.DeadLetterFilter;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LetterQueryTest {
  @Test
  void aLetterWithoutATableBelongsToTheTablesOfItsTopic() {
    List<DeadLetterSummary> all = List.of(letter("shop.items", 1), letter("shop.orders", 2));

    assertThat(query("items").of(all, Set.of("shop.items")))
        .extracting(one -> one.coordinates().topic())
        .containsExactly("shop.items");
    assertThat(query("shop.orders").of(all, Set.of())).hasSize(1);
    assertThat(query("items").of(all, Set.of())).isEmpty();
  }

  private static LetterQuery query(String table) {
    return new LetterQuery(
        new DeadLetterFilter(List.of(), List.of(), null, null, List.of(), true),
        table,
        null,
        null,
        0,
        10);
  }

  private static DeadLetterSummary letter(String topic, long offset) {
    return new DeadLetterSummary(
        new Coordinates(topic, 0, offset),
        ChangePart.WHOLE,
        null,
        Stage.DECODE,
        FailureCause.of(Reason.MALFORMED, "the JSON ends early"),
        1,
        1_726_531_200_000L,
        1_726_531_200_000L,
        null);
  }
}
