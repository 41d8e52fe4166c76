package io.portage.launcher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TableCheckTest {
  private static final int KEYS = 5;

  private final UserEvents events =
      new UserEvents(new BenchPlan(200, KEYS, KeyDistribution.uniform, null, 10, 2, 4, 1), 1);
  private final TableCheck.RowComparison comparison = new TableCheck.RowComparison(events);

  @BeforeEach
  void send() {
    for (int i = 0; i < 200; i++) {
      events.next(1_726_531_200_000L + i);
    }
  }

  @Test
  void findsNothingInTheRightTable() {
    for (long id = 1; id <= KEYS; id++) {
      add(id, 0, values(id));
    }

    TableCheck check = comparison.end();
    assertThat(check).isEqualTo(new TableCheck(KEYS, 0, 0, 0, 0, 0));
    assertThat(check.isRight()).isTrue();
    assertThat(check.text()).isEqualTo("right");
  }

  @Test
  void countsEachKindOfWrongRow() {
    add(1, -1, values(1));
    add(2, 1, values(2));
    List<Object> other = new ArrayList<>(values(3));
    other.set(6, !(Boolean) other.get(6));
    add(3, 0, other);
    comparison.add(KEYS + 1, 0, values(1));
    comparison.add(0, 0, values(1));

    TableCheck check = comparison.end();
    assertThat(check).isEqualTo(new TableCheck(5, 2, 2, 1, 1, 1));
    assertThat(check.isRight()).isFalse();
    assertThat(check.text()).isEqualTo("WRONG: 2 missing, 2 extra, 1 older, 1 newer, 1 different");
  }

  private void add(long id, long later, List<Object> values) {
    comparison.add(id, events.expected(id).time() + later, values);
  }

  private List<Object> values(long id) {
    return TableCheck.RowComparison.values(events.expected(id));
  }
}
