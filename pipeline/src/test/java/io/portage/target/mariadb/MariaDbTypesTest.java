package io.portage.target.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.target.ColumnType;
import io.portage.target.TargetColumn;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.mariadb.fitting.MariaDbTypes;
import io.portage.target.mariadb.fitting.ServerLimits;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MariaDbTypesTest {
  private static TargetColumn column(String type, int length, int scale, String... labels) {
    String dataType = type.replace(" unsigned", "").replace("(1)", "");
    ColumnType known = MariaDbTypes.of(dataType, type);
    return new TargetColumn(
        "c", known, length, scale, true, false, false, false, List.of(labels), false);
  }

  private static Object fit(TargetColumn column, Object value) throws ValueDoesNotFitException {
    return column.dataType().fitter().fit(column, value);
  }

  private static void rejects(TargetColumn column, Object... values) {
    for (Object value : values) {
      assertThatThrownBy(() -> fit(column, value))
          .as("%s", column.type())
          .isInstanceOf(ValueDoesNotFitException.class);
    }
  }

  @Test
  void wholeNumbersKeepTheirRange() throws Exception {
    assertThat(fit(column("int unsigned", 0, 0), 4_294_967_295L)).isEqualTo(4_294_967_295L);
    rejects(column("int unsigned", 0, 0), -1L, 4_294_967_296L);
    rejects(column("tinyint", 0, 0), 128L, true);
    assertThat(fit(column("tinyint(1)", 0, 0), true)).isEqualTo(1L);
    TargetColumn big = column("bigint unsigned", MariaDbTypes.UNSIGNED_DIGITS, 0);
    assertThat(fit(big, "18446744073709551615")).isEqualTo(new BigDecimal("18446744073709551615"));
    rejects(big, -1L, new BigDecimal("18446744073709551616"), "1.5");
    assertThat(fit(column("year", 0, 0), 2155L)).isEqualTo(2155L);
    rejects(column("year", 0, 0), 24L, 1900L);
  }

  @Test
  void numbersAreNeitherRoundedNorInfinite() throws Exception {
    assertThat(fit(column("decimal", 5, 2), "1.5")).isEqualTo(new BigDecimal("1.50"));
    rejects(column("decimal", 5, 2), "1.005", "1000", "NaN");
    rejects(column("decimal unsigned", 5, 2), "-1");
    rejects(column("double", 0, 0), Double.NaN, Double.POSITIVE_INFINITY);
    rejects(column("float", 0, 2), 1.005);
  }

  @Test
  void textsAndBytesKeepTheirLengths() throws Exception {
    rejects(column("varchar", 3, 0), "abcd");
    assertThat(fit(column("varchar", 3, 0), "a\0b")).isEqualTo("a\0b");
    assertThat(fit(column("char", 3, 0), "ab ")).isEqualTo("ab");
    rejects(column("tinytext", 0, 0), "é".repeat(128));
    assertThat(fit(column("tinytext", 0, 0), "e".repeat(255))).isEqualTo("e".repeat(255));
    assertThat((byte[]) fit(column("binary", 3, 0), new byte[] {1})).containsExactly(1, 0, 0);
    rejects(column("varbinary", 2, 0), new byte[3]);
    rejects(column("enum", 0, 0, "a", "b"), "A", "", "1");
    assertThat(fit(column("set", 0, 0, "a", "b"), "b,a")).isEqualTo("a,b");
    rejects(column("set", 0, 0, "a", "b"), "c", "a,");
  }

  @Test
  void bitsComeLowestFirst() throws Exception {
    assertThat((byte[]) fit(column("bit", 10, 0), new byte[] {(byte) 0x81, 2}))
        .containsExactly(2, 0x81);
    assertThat((byte[]) fit(column("bit", 1, 0), true)).containsExactly(1);
    rejects(column("bit", 3, 0), "1000");
  }

  @Test
  void timesKeepTheirRangeAndPrecision() throws Exception {
    assertThat(fit(column("time", 1, 0), Duration.ofHours(-30))).isEqualTo("-30:00:00.000000");
    assertThat(fit(column("time", 1, 0), "24:00:00")).isEqualTo("24:00:00.000000");
    assertThat(fit(column("time", 1, 0), Duration.ofMinutes(90))).isEqualTo(LocalTime.of(1, 30));
    rejects(column("time", 1, 0), Duration.ofHours(839));
    rejects(column("time", 1_000_000, 0), LocalTime.of(1, 2, 3, 4_000_000));
    rejects(column("date", 0, 0), "infinity", LocalDate.of(10_000, 1, 1), LocalDate.of(0, 1, 1));
    rejects(column("timestamp", 1, 0), Instant.EPOCH, Instant.parse("2200-01-01T00:00:00Z"));
    rejects(column("datetime", 1, 0), Instant.EPOCH);
  }

  @Test
  void geometriesHaveTheirReferenceSystemFirst() throws Exception {
    byte[] wkb = {1, 1, 0, 0, 0, 7};
    Object fitted = fit(column("point", 0, 0), Map.of("wkb", wkb, "srid", 4326L));

    assertThat((byte[]) fitted).containsExactly(0xE6, 0x10, 0, 0, 1, 1, 0, 0, 0, 7);
    assertThat((byte[]) fit(column("geometry", 0, 0), Map.of("wkb", wkb))).hasSize(10);
    byte[] other = {1, 2, 0, 0, 0, 7};
    byte[] highestByteFirst = {0, 0, 0, 0, 1, 7};
    byte[] withReference = {1, 1, 0, 0, 0x20, 7};
    rejects(column("point", 0, 0), Map.of("wkb", other), Map.of("wkb", new byte[0]));
    rejects(
        column("geometry", 0, 0), Map.of("wkb", highestByteFirst), Map.of("wkb", withReference));
  }

  @Test
  void jsonIsOfTheDepthAndTheCharactersThatTheServerHas() throws Exception {
    TargetColumn json = column("json", 0, 0);
    String deep = "[".repeat(31) + "\"[[\\\"[\"" + "]".repeat(31);
    assertThat(fit(json, deep)).isEqualTo(deep);
    assertThat(fit(json, "\"\\u0000\\ud83D\\uDe00\"")).isEqualTo("\"\\u0000\\ud83D\\uDe00\"");
    rejects(json, "[" + deep + "]", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud83d \\ude00\"", "[1.]");
    rejects(json, LocalDate.of(-1_701_532, 4, 5), List.of(LocalDate.of(292_278_994, 8, 16)));
  }

  @Test
  void theServerLimitsTimestampsAndTheCharacterSetLimitsTexts() throws Exception {
    ColumnType late =
        MariaDbTypes.of("timestamp", "timestamp(6)", null, ServerLimits.ofMariaDb(true, true));
    TargetColumn known = new TargetColumn("c", late, 1, 0, true, false, false);
    Instant last = Instant.parse("2106-02-07T06:28:15.999999Z");
    assertThat(fit(known, last)).isEqualTo(last);
    rejects(known, last.plusNanos(1_000));
    rejects(column("timestamp", 1, 0), Instant.parse("2038-01-19T03:14:08Z"));
    ColumnType latin = MariaDbTypes.of("tinytext", "tinytext", "latin1", ServerLimits.STRICTEST);
    TargetColumn text = new TargetColumn("c", latin, 0, 0, true, false, false);
    assertThat(fit(text, "€".repeat(255))).isEqualTo("€".repeat(255));
    rejects(text, "ł", "😀", "€".repeat(256));
  }
}
