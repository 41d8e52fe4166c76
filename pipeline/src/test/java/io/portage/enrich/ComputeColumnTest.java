package io.portage.enrich;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.TestChange;
import io.portage.expression.Expression;
import io.portage.model.Change;
import io.portage.model.RejectedChangeException;
import io.portage.model.Version;
import io.portage.target.fitting.ColumnFitter;
import io.portage.target.postgres.fitting.TestColumns;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ComputeColumnTest {
  private static final Change CHANGE =
      TestChange.upsert("t", new Version(0, 0, 1, 0, 0)).with(TestChange.row("a", "1234")).build();

  @ParameterizedTest
  @CsvSource({"numeric", "int8", "float8", "bytea"})
  void rejectsAComputedTextForNumbersAndBytes(String type) {
    assertThatThrownBy(() -> compute("row.a + ''", type, true))
        .isInstanceOf(RejectedChangeException.class)
        .hasMessageContaining("use the source column unchanged");
  }

  @ParameterizedTest
  @CsvSource({
    "decimal(row.a),numeric,true",
    "row.a,text,true",
    "row.a + '',numeric,false",
    "row.a,numeric,true"
  })
  void whatIsConvertedOrStaysTextIsTaken(String expression, String type, boolean textIsText)
      throws Exception {
    Object value = compute(expression, type, textIsText);

    assertThat(value).isIn("1234", new BigDecimal("1234"));
  }

  @ParameterizedTest
  @CsvSource({"timestamp", "timestamptz"})
  void rejectsAComputedNumberForATimestampAndSuggestsAConversion(String type) throws Exception {
    assertThatThrownBy(() -> compute("size(row.a)", type, false))
        .isInstanceOf(RejectedChangeException.class)
        .hasMessageContaining("duration(string(n) + 's')");
    String micros = "timestamp('1970-01-01T00:00:00Z') + duration(string(size(row.a)) + 'us')";
    assertThat(
            compute(
                    type.equals("timestamp") ? "string(" + micros + ").replace('Z', '')" : micros,
                    type,
                    true)
                .toString())
        .startsWith("1970-01-01T00:00:00.000004");
  }

  private static Object compute(String expression, String type, boolean textIsText)
      throws Exception {
    ColumnFitter fitter = ColumnFitter.of(TestColumns.column("c", type, 0, 0, true, false, false));
    ComputeColumn step =
        new ComputeColumn(
            "c", Expression.compile(expression), null, new int[] {0}, fitter, textIsText);
    return step.value(CHANGE, ReferenceSnapshot.NONE, new LookupMissCounter());
  }
}
