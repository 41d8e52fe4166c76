package io.portage.target;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.CanonicalText;
import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TombstoneKeyTest {
  private static String text(Object value) {
    return TombstoneKey.of(Row.of(Columns.of("k"), value));
  }

  @Test
  void isAJsonArrayOfTexts() {
    Row key = Row.of(Columns.of("id", "country"), 17L, "D\"E\\\n");

    assertThat(TombstoneKey.of(key)).isEqualTo("[\"17\",\"D\\\"E\\\\\\u000a\"]");
  }

  @Test
  void equalNumbersHaveOneText() {
    assertThat(text(new BigDecimal("1.00"))).isEqualTo(text(new BigDecimal("1")));
    assertThat(text(new BigDecimal("0.000"))).isEqualTo("[\"0\"]");
    assertThat(text(-0.0)).isEqualTo(text(0.0));
    assertThat(text(new BigDecimal("1E+3"))).isEqualTo("[\"1000\"]");
  }

  @Test
  void textsThatTheDatabaseConsidersEqualHaveOneText() {
    assertThat(text(new CanonicalText("Ab", "ab"))).isEqualTo(text(new CanonicalText("aB", "ab")));
    assertThat(text("Ab")).isNotEqualTo(text("aB"));
  }
}
