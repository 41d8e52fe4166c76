package io.portage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StripesTest {
  private static final Columns ID = Columns.of("id");

  /** The state and the locks of running jobs depend on these numbers: they must never change. */
  @Test
  void everyKindOfKeyKeepsItsStripe() {
    assertThat(
            List.of(
                stripe(1L),
                stripe(-1L),
                stripe("Zürich \uD83D\uDE00"),
                stripe("a\uD83D"),
                stripe(""),
                stripe(true),
                stripe(1.5),
                stripe(new BigDecimal("12.50")),
                stripe(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}),
                stripe(LocalDate.of(2024, 2, 29)),
                stripe(LocalTime.of(1, 2, 3)),
                stripe(LocalDateTime.of(2024, 2, 29, 1, 2)),
                stripe(Instant.parse("2024-02-29T01:02:03.000004Z")),
                stripe(List.of(1L, "a"))))
        .containsExactly(248, 138, 157, 203, 100, 198, 75, 31, 243, 75, 152, 5, 198, 228);
  }

  /** Jobs that name a table differently exclude each other by these stripes. */
  @Test
  void aKeyHasTheSameStripeUnderAnyNameOfItsTable() {
    assertThat(Stripes.of(RowKey.of("users", Row.of(ID, 7L))))
        .isEqualTo(Stripes.of(RowKey.of("public.users", Row.of(ID, 7L))));
  }

  /** The database treats these keys as one. */
  @Test
  void treatsEqualNumbersAsOneKey() {
    assertThat(key(new BigDecimal("1.0"))).isEqualTo(key(new BigDecimal("1.00")));
    assertThat(key(new BigDecimal("1E+2"))).isEqualTo(key(new BigDecimal("100")));
    assertThat(key(0.0)).isEqualTo(key(-0.0));
    assertThat(key(new BigDecimal("1.0")).stableHash())
        .isEqualTo(key(new BigDecimal("1.00")).stableHash());
    assertThat(key(1L)).isNotEqualTo(key(2L));
  }

  @Test
  void distinguishesKeysWhoseConcatenatedTextsAreEqual() {
    Columns two = Columns.of("a", "b");

    assertThat(RowKey.of("t", Row.of(two, "a-b", "c")))
        .isNotEqualTo(RowKey.of("t", Row.of(two, "a", "b-c")));
    assertThat(RowKey.of("t", Row.of(two, "ab", "c")).stableHash())
        .isNotEqualTo(RowKey.of("t", Row.of(two, "a", "bc")).stableHash());
    assertThat(RowKey.of("t", Row.of(ID, 1L))).isNotEqualTo(RowKey.of("u", Row.of(ID, 1L)));
  }

  @Test
  void spreadsConsecutiveKeysEvenly() {
    int[] stripes = new int[Stripes.COUNT];
    int[] shards = new int[16];
    for (long id = 0; id < 100_000; id++) {
      stripes[stripe(id)]++;
      shards[Stripes.shardOf(stripe(id), shards.length)]++;
    }

    assertThat(Arrays.stream(stripes)).allMatch(count -> count > 300 && count < 480);
    assertThat(Arrays.stream(shards)).allMatch(count -> count > 5_900 && count < 6_600);
  }

  private static RowKey key(Object value) {
    return RowKey.of("users", Row.of(ID, value));
  }

  private static int stripe(Object value) {
    return Stripes.of(key(value));
  }
}
