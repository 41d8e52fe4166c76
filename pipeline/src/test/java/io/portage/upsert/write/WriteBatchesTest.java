package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WriteBatchesTest {
  private final UpsertData users = new UpsertData("users");
  private final UpsertData orders = new UpsertData("orders");

  @Test
  void sortsByKeyAndDividesByTableAndSize() {
    List<List<Change>> rounds =
        WriteBatches.of(
            List.of(
                users.upsert(3L, 1),
                orders.upsert(1L, 1),
                users.upsert(1L, 1),
                users.upsert(2L, 1)),
            2);

    assertThat(rounds)
        .containsExactly(
            List.of(users.upsert(1L, 1), users.upsert(2L, 1)),
            List.of(users.upsert(3L, 1)),
            List.of(orders.upsert(1L, 1)));
  }

  @Test
  void keysHaveOneOrderWhateverTheInputOrder() {
    assertOneOrder(List.of(3L, -5L, 0L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 48));
    assertOneOrder(List.of("user-10", "user-9", "user", "", "u", "\uFFFDx", "user-10\u0000"));
    assertOneOrder(List.of(new BigDecimal("2"), new BigDecimal("10"), new BigDecimal("-1.5")));
  }

  private void assertOneOrder(List<Object> keys) {
    List<Change> changes = new ArrayList<>(keys.stream().map(key -> users.upsert(key, 1)).toList());
    List<List<Change>> expected = WriteBatches.of(changes, 1_000);
    assertThat(expected).hasSize(1);
    assertThat(expected.get(0)).containsExactlyInAnyOrderElementsOf(changes);
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(changes, new Random(seed));
      assertThat(WriteBatches.of(changes, 1_000)).isEqualTo(expected);
    }
  }

  @Test
  void dividesByBytes() {
    String large = "x".repeat(1 << 20);
    List<Change> changes = new ArrayList<>();
    for (long id = 0; id < 50; id++) {
      changes.add(users.upsert(id, 1, "body", large));
    }
    changes.add(users.upsert(50L, 1, "body", large.repeat(20)));

    List<List<Change>> rounds = WriteBatches.of(changes, 5_000);

    assertThat(rounds.stream().mapToInt(List::size).sum()).isEqualTo(51);
    assertThat(rounds).hasSize(5).allMatch(round -> round.size() <= 16);
  }

  @Test
  void keepsTheOrderOfAKeyThatMoves() {
    Change before = users.upsert(1L, 1);
    Change moves = users.delete(1L, 2).withNewKey(Row.of(Columns.of("id"), 9L));
    Change after = users.upsert(1L, 3);

    List<List<Change>> rounds =
        WriteBatches.of(List.of(before, moves, after, users.upsert(2L, 1)), 1_000);

    List<Change> ofKey = new ArrayList<>();
    rounds.forEach(
        round ->
            round.stream().filter(change -> change.key().get(0).equals(1L)).forEach(ofKey::add));
    assertThat(rounds).hasSize(3);
    assertThat(ofKey).containsExactly(before, moves, after);
  }
}
