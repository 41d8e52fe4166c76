package io.portage.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactNumbersTest {
  private static final BigDecimal LONG = new BigDecimal("12345678901234567.89");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.v",
        "row.big > 5 ? row.v : row.w",
        "[row.v][0]",
        "{'a': row.v}.a",
        "row.list[1]",
        "row.v + decimal(0)",
        "row.v - 0.0",
        "-(-row.v)",
        "row.v * 2 / 2",
        "decimal(string(row.v))",
        "12345678901234567.89"
      })
  void keepsEveryDigit(String cel) throws Exception {
    assertThat(Expression.compile(cel).evaluate(row()))
        .isInstanceOfSatisfying(
            BigDecimal.class, number -> assertThat(number).isEqualByComparingTo(LONG));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.v > 12345678901234567.88",
        "row.v < 12345678901234567.90",
        "row.v >= 12345678901234567.89 && row.v <= 12345678901234567.89",
        "row.v == 12345678901234567.89 && row.v != 12345678901234567.88",
        "-row.v == -12345678901234567.89",
        "row.v > row.w && row.w < row.v",
        "row.v > 12345678901234567 && 12345678901234568 > row.v",
        "row.v < 18446744073709551615u && 18446744073709551615u >= row.v",
        "row.price == 19.99 && 19.99 == row.price && row.price in [1, 19.99]",
        "19.99 in [row.price] && [row.price] == [19.99] && {'a': 19.99} == {'a': row.price}",
        "row.price + 0.01 == 20 && row.price * 3 == 59.97",
        "0.1 + row.price == 20.09 && row.price - 9.99 == 10.0",
        "row.price != null && !(row.price in [row.v, null])",
        "int(row.price) == 19 && uint(row.price) == 19u && double(row.price) == 19.99",
        "row.big != 9007199254740992.0 && row.big > 9007199254740992.0",
        "9007199254740992.0 < row.big && row.big == 9007199254740993.0",
        "row.list.exists(x, x == 12345678901234567.89) && 12345678901234567.89 in row.list",
        "row.nan != row.nan && !(row.nan == 1) && !(row.price < row.nan) && !(row.nan > row.price)",
        "!(row.big < row.nan) && !(row.big > row.nan) && !(row.nan in [row.nan])",
        "row.huge > row.v && row.v < row.huge && -row.huge < row.v && row.huge > row.big",
        "0.0 == -0.0 && row.zero == 0 && row.zero == -0.0",
        "'a' in {'a': 1} && 1 in {1: 2} && 'x' in ['x'] && null == null && dyn([1]) == [1.0]",
        "row.names == ['a', null] && row.map == {'k': 19.99} && row.map != {'k': 20}"
      })
  void comparesExactly(String condition) throws Exception {
    assertThat(Expression.compileCondition(condition).test(row())).as(condition).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.price / 3",
        "row.price / 0",
        "row.price + row.nan",
        "row.price * row.huge",
        "decimal('x')",
        "int(decimal('1e30'))",
        "int(decimal('9223372036854775808'))",
        "uint(-row.price)",
        "row.price % 2",
        "row.price + 'a'",
        "row.big + 9223372036854775807",
        "row.big * row.big",
        "-row.least",
        "uint(0) - uint(1)",
        "18446744073709551615u + 1u",
        "int(row.huge)"
      })
  void failsIfTheResultCannotBeExact(String cel) throws Exception {
    Expression expression = Expression.compile(cel);

    assertThatThrownBy(() -> expression.evaluate(row())).isInstanceOf(ExpressionException.class);
  }

  @Test
  void reportsADivisionByZero() throws Exception {
    Expression expression = Expression.compile("row.price / 0");

    assertThatThrownBy(() -> expression.evaluate(row())).hasMessage("division by zero");
  }

  @Test
  void reportsAnInfiniteQuotient() throws Exception {
    Expression expression = Expression.compile("row.price / 3");

    assertThatThrownBy(() -> expression.evaluate(row()))
        .hasMessage("a number is out of range, or a quotient of decimals has no end");
  }

  @Test
  void rejectsAddingALongDecimalLiteralToAText() {
    assertThatThrownBy(() -> Expression.compile("'a' + 12345678901234567.89"))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> Expression.compile("'ä' == row.v || 1 + 'a' == 12345678901234567.89"))
        .hasMessageStartingWith("at 1:19");
  }

  @Test
  void readsNumbersAfterNonAsciiCharacters() throws Exception {
    assertThat(
            Expression.compileCondition(
                    "row.t == 'ä🚀 12345678901234567.89' && row.v == 12345678901234567.89")
                .test(row()))
        .isTrue();
  }

  private static Row row() {
    return Row.of(
        Columns.of(
            List.of(
                "v", "w", "price", "big", "least", "list", "names", "nan", "huge", "zero", "map",
                "t")),
        LONG,
        new BigDecimal("12345678901234567.88"),
        new BigDecimal("19.990"),
        9007199254740993L,
        Long.MIN_VALUE,
        List.of(1L, LONG),
        Arrays.asList("a", null),
        Double.NaN,
        Double.POSITIVE_INFINITY,
        new BigDecimal("0.00"),
        Map.of("k", new BigDecimal("19.99")),
        "ä🚀 12345678901234567.89");
  }
}
