package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

final class LookupKeyTest {
  @Test
  void isEqualForEqualValuesOfDifferentTypes() {
    assertThat(LookupKey.of(1L)).isEqualTo("1");
    assertThat(LookupKey.of("1")).isEqualTo("1");
    assertThat(LookupKey.of(1.0)).isEqualTo("1");
    assertThat(LookupKey.of(new BigDecimal("1.00"))).isEqualTo("1");
    assertThat(LookupKey.of(new BigDecimal("1E+3"))).isEqualTo(LookupKey.of(1_000L));
    assertThat(LookupKey.of(new BigDecimal("0.000"))).isEqualTo(LookupKey.of(0L));
    assertThat(LookupKey.of(true)).isEqualTo("true");
    assertThat(LookupKey.of(LocalDate.EPOCH)).isEqualTo("1970-01-01");
    assertThat(LookupKey.of(new byte[] {1, (byte) 0xAB})).isEqualTo("01ab");
  }

  @Test
  void leavesTextsAsTheyAre() {
    assertThat(LookupKey.of("01")).isNotEqualTo(LookupKey.of(1L));
    assertThat(LookupKey.of(" a ")).isEqualTo(" a ");
  }
}
