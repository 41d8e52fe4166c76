package io.portage.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.CanonicalText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  @Test
  void readsTheValuesThatItWrote() {
    List<Object> key =
        List.of(
            7L,
            "a b ",
            "",
            true,
            -0.0,
            new BigDecimal("1.50"),
            LocalDate.of(2024, 1, 2),
            LocalTime.of(1, 2),
            LocalDateTime.of(2024, 1, 2, 3, 4),
            Instant.parse("2024-01-02T03:04:05.000006Z"));

    assertThat(KeyText.read(KeyText.write(key))).isEqualTo(key);
    assertThat((byte[]) KeyText.read(KeyText.write(List.of(new byte[] {0, -1}))).get(0))
        .containsExactly(0, -1);
    CanonicalText folded =
        (CanonicalText)
            KeyText.read(KeyText.write(List.of(new CanonicalText("J o", "j o")))).get(0);
    assertThat(folded.text()).isEqualTo("J o");
    assertThat(folded.canonical()).isEqualTo("j o");
  }

  @Test
  void rejectsAnotherText() {
    assertThatThrownBy(() -> KeyText.read(List.of("java.util.Date 1")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
