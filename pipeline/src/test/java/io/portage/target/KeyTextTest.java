package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static String text(Object value) {
    return KeyText.of(Row.of(Columns.of("k"), value));
  }

  @Test
  void isAJsonArrayOfTexts() {
    Row key = Row.of(Columns.of("id", "country"), 17L, "D\"E\\\n");

    assertThat(KeyText.of(key)).isEqualTo("[\"17\",\"D\\\"E\\\\\\u000a\"]");
  }

  @Test
  void equalNumbersHaveOneText() {
    assertThat(text(new BigDecimal("1.00"))).isEqualTo(text(new BigDecimal("1")));
    assertThat(text(new BigDecimal("0.000"))).isEqualTo("[\"0\"]");
    assertThat(text(new BigDecimal("1E+3"))).isEqualTo("[\"1000\"]");
  }

  @Test
  void stripesStayWhereTheyAre() {
    assertThat(KeyText.stripe("[\"17\"]")).isEqualTo(207);
  }

  @Test
  void keysSpreadOverAllStripes() {
    Set<Integer> stripes = new HashSet<>();
    for (long i = 0; i < 10_000; i++) {
      stripes.add(KeyText.stripe(text(i)));
    }

    assertThat(stripes).hasSize(KeyText.STRIPES);
    assertThat(stripes).allMatch(stripe -> stripe >= 0 && stripe < KeyText.STRIPES);
  }
}
