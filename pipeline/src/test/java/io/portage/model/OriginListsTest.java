package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class OriginListsTest {
  private final OriginLists lists = new OriginLists();

  @Test
  void givesForEachListWhatWasAddedToIt() {
    Origins first =
        Origins.of(
            List.of(
                new Interval("a", 1, 0, 2, Half.UPSERT), new Interval("b", 0, 7, 9, Half.WHOLE)));
    Origins second = Origins.of(new Interval("a", 2, 1L << 40, (1L << 40) + 3, Half.DELETE));
    int one = lists.add(OriginLists.NONE, first);
    int other = lists.add(OriginLists.NONE, second);
    one = lists.add(one, second);

    assertThat(lists.get(one)).isEqualTo(first.plus(second));
    assertThat(lists.get(other)).isEqualTo(second);
    assertThat(lists.get(OriginLists.NONE)).isEqualTo(Origins.none());
  }

  @Test
  void joinsWhatFollowsAndWhatOverlaps() {
    int list = OriginLists.NONE;
    for (long at = 0; at < 100; at++) {
      list = lists.add(list, Origins.of(new Interval("a", 1, at, at + 1, Half.WHOLE)));
    }
    assertThat(lists.size()).isEqualTo(1);

    list = lists.add(list, Origins.of(new Interval("a", 1, 50, 51, Half.WHOLE)));

    assertThat(lists.get(list).intervals())
        .containsExactly(new Interval("a", 1, 0, 100, Half.WHOLE));
  }
}
