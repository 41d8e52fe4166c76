package io.portage.target.fitting;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.ValueDoesNotFitException;
import io.portage.target.postgres.fitting.TestColumns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FitterTimeZoneTest {
  private final TimeZone before = TimeZone.getDefault();

  @AfterEach
  void restoresTheZone() {
    TimeZone.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "America/St_Johns", "Pacific/Apia"})
  void doesNotDependOnTheTimeZoneOfTheJvm(String zone) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone(zone));

    assertThat(fit("date", 0L)).isEqualTo(LocalDate.of(1970, 1, 1));
    assertThat(fit("date", "2011-12-30")).isEqualTo(LocalDate.of(2011, 12, 30));
    assertThat(fit("time", "02:30:00")).isEqualTo(LocalTime.of(2, 30));
    assertThat(fit("timestamp", "2024-03-10T02:30:00"))
        .isEqualTo(LocalDateTime.of(2024, 3, 10, 2, 30));
    assertThat(fit("timestamptz", "2024-03-10T02:30:00+02:00"))
        .isEqualTo(Instant.parse("2024-03-10T00:30:00Z"));
    assertThat(fit("_timestamptz", List.of(Instant.EPOCH))).isEqualTo("{\"1970-01-01 00:00Z\"}");
    assertThat(fit("json", List.of(LocalDate.EPOCH))).isEqualTo("[\"1970-01-01\"]");
    assertThat(fit("text", Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00Z");
  }

  private static Object fit(String type, Object value) throws ValueDoesNotFitException {
    return ColumnFitter.fit(TestColumns.column("some", type, 0, 0, true, false, false), value);
  }
}
