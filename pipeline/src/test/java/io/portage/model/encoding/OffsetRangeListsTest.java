package io.portage.model.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OffsetRangeListsTest {
  private final OffsetRangeLists lists = new OffsetRangeLists();

  @Test
  void returnsTheRangesOfEachList() {
    OffsetRanges first =
        OffsetRanges.of(
            List.of(
                new OffsetRange("a", 1, 0, 2, ChangePart.UPSERT),
                new OffsetRange("b", 0, 7, 9, ChangePart.WHOLE)));
    OffsetRanges second =
        OffsetRanges.of(new OffsetRange("a", 2, 1L << 40, (1L << 40) + 3, ChangePart.DELETE));
    int one = lists.add(OffsetRangeLists.NONE, first);
    int other = lists.add(OffsetRangeLists.NONE, second);
    one = lists.add(one, second);

    assertThat(lists.get(one)).isEqualTo(first.plus(second));
    assertThat(lists.get(other)).isEqualTo(second);
    assertThat(lists.get(OffsetRangeLists.NONE)).isEqualTo(OffsetRanges.none());
  }

  @Test
  void joinsAdjacentAndOverlappingRanges() {
    int list = OffsetRangeLists.NONE;
    for (long at = 0; at < 100; at++) {
      list =
          lists.add(list, OffsetRanges.of(new OffsetRange("a", 1, at, at + 1, ChangePart.WHOLE)));
    }
    assertThat(lists.size()).isEqualTo(1);

    list = lists.add(list, OffsetRanges.of(new OffsetRange("a", 1, 50, 51, ChangePart.WHOLE)));

    assertThat(lists.get(list).ranges())
        .containsExactly(new OffsetRange("a", 1, 0, 100, ChangePart.WHOLE));
  }
}
