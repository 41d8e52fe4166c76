package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class KeyTextTest {
  @Test
  void isEqualForEqualValuesOfDifferentTypes() {
    assertThat(KeyText.of(1L)).isEqualTo("1");
    assertThat(KeyText.of("1")).isEqualTo("1");
    assertThat(KeyText.of(1.0)).isEqualTo("1");
    assertThat(KeyText.of(new BigDecimal("1.00"))).isEqualTo("1");
    assertThat(KeyText.of(new BigDecimal("1E+3"))).isEqualTo(KeyText.of(1_000L));
    assertThat(KeyText.of(new BigDecimal("0.000"))).isEqualTo(KeyText.of(0L));
    assertThat(KeyText.of(true)).isEqualTo("true");
    assertThat(KeyText.of(LocalDate.EPOCH)).isEqualTo("1970-01-01");
    assertThat(KeyText.of(new byte[] {1, (byte) 0xAB})).isEqualTo("01ab");
  }

  @Test
  void leavesTextsAsTheyAre() {
    assertThat(KeyText.of("01")).isNotEqualTo(KeyText.of(1L));
    assertThat(KeyText.of(" a ")).isEqualTo(" a ");
  }
}
