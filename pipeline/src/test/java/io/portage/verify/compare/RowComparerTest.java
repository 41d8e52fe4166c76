package io.portage.verify.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.CanonicalText;
import io.portage.target.TargetColumn;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.postgres.fitting.PostgresTypes;
import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowComparerTest {
  @Test
  void comparesByTheTypeOfTheColumn() {
    assertThat(same("numeric", new BigDecimal("1.0"), new BigDecimal("1.00"))).isTrue();
    assertThat(same("numeric", "NaN", "NaN")).isTrue();
    assertThat(same("numeric", "NaN", new BigDecimal("0"))).isFalse();
    assertThat(same("float8", -0.0, 0.0)).isFalse();
    assertThat(same("float8", Double.NaN, Double.NaN)).isTrue();
    assertThat(same("text", "a", "A")).isFalse();
    assertThat(same("text", "a", "a ")).isFalse();
    assertThat(same("text", "", null)).isFalse();
    assertThat(same("text", null, null)).isTrue();
    assertThat(same("bpchar", "a ", "a   ")).isTrue();
    assertThat(same("citext", "a", "A")).isFalse();
    assertThat(same("citext", new CanonicalText("a", "a"), new CanonicalText("A", "a"))).isFalse();
    assertThat(same("jsonb", "{\"a\":1,\"b\":2}", "{\"b\": 2.0, \"a\": 1}")).isTrue();
    assertThat(same("json", "{\"a\":1}", "{\"a\": 1}")).isFalse();
    assertThat(same("inet", "10.0.0.1/32", "10.0.0.1")).isTrue();
    assertThat(same("bytea", new byte[] {1}, new byte[] {1})).isTrue();
    assertThat(same("bytea", new byte[] {1}, new byte[] {1, 0})).isFalse();
    Instant instant = Instant.parse("2024-01-01T00:00:00Z");
    assertThat(same("timestamptz", instant, instant.plusSeconds(3600))).isFalse();
  }

  private static boolean same(String type, Object expected, Object actual) {
    TargetColumn column = new TargetColumn("c", PostgresTypes.of(type), 0, 0, true, false, false);
    ColumnFitter fitter = ColumnFitter.of(column);
    return RowComparer.same(
        column, RowComparer.fitted(fitter, expected), RowComparer.fitted(fitter, actual));
  }
}
