package io.portage.target.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresTextTest {
  @Test
  void writesYearsSoThatPostgresReadsThemBack() throws SQLException {
    assertThat(PostgresText.of(LocalDate.of(99, 1, 2))).isEqualTo("0099-01-02");
    assertThat(PostgresText.of(LocalDate.of(0, 1, 2))).isEqualTo("0001-01-02 BC");
    assertThat(PostgresText.of(LocalDate.of(12024, 11, 12))).isEqualTo("12024-11-12");
    assertThat(PostgresText.of(LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6_000)))
        .isEqualTo("2024-01-02 03:04:05.000006");
    assertThat(PostgresText.of(Instant.EPOCH)).isEqualTo("1970-01-01 00:00+00");
  }

  @Test
  void rejectsTextsThatTheDriverWouldChange() {
    for (String text : List.of("a\0b", "\uD83D", "x\uDE00", "\uD83Dx")) {
      assertThatThrownBy(() -> PostgresText.of(text))
          .isInstanceOf(SQLDataException.class)
          .hasFieldOrPropertyWithValue("SQLState", "22021")
          .message()
          .doesNotContain(text);
    }
  }

  @Test
  void keepsCompleteSurrogatePairs() throws SQLException {
    assertThat(PostgresText.of("x\uD83D\uDE00")).isEqualTo("x\uD83D\uDE00");
  }
}
