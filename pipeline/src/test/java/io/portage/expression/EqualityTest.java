package io.portage.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EqualityTest {
  private static final String UNLIKE =
      "a function or operator does not take values of these types: ";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.b == 'true'",
        "row.b != 'true'",
        "row.n == true",
        "row.n != false",
        "row.t == 5",
        "row.t != 5",
        "row.d == 'a'",
        "row.t == decimal('7.90')",
        "row.t in [5, 19.99]",
        "row.n in ['a', 'b']",
        "row.b in ['true']",
        "row.b in [1, 0]",
        "row.t in row.mixed",
        "row.at == '2024-01-01T00:00:00Z'",
        "row.long == 'PT1H'",
        "row.at == row.long",
        "row.bytes == 'a'",
        "row.list == 'x'",
        "row.list == [1, 2]",
        "row.map == {'k': '1'}",
        "row.map == {'k': [1]}",
        "row.map == row.list",
        "[row.list] == [[1, 2]]",
        "row.n in {'a': 1}",
        "1 in row.map",
        "row.n in row",
        "row.day == timestamp('2024-01-01T00:00:00Z')",
      })
  void rejectsComparisonsOfUnlikeKinds(String source) throws Exception {
    Expression expression = Expression.compileCondition(source);

    assertThatThrownBy(() -> expression.test(row()))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith(UNLIKE)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.b == true && row.b != false && row.b in [null, true]",
        "row.n == 5 && row.n == 5.0 && row.d == 5 && row.n in [1.0, decimal('5')]",
        "row.none == null && row.n != null && row.b != null && row.none != 'a'",
        "!(row.none in ['a', 'b']) && !(row.n in []) && !(row.none in [1])",
        "row.n in row.mixed && row.mixed == [null, 'x', 5]",
        "row.mixed != [null, 'y', 5] && row.mixed != ['a'] && row.mixed != ['b', 5, 5]",
        "row.list == ['x', 'secret'] && row.list != ['x'] && row.list != ['x', 'y']",
        "row.map == {'k': 1.0} && row.map != {'k': 2} && row.map != {'j': 'a'} && row.map != {}",
        "'k' in row.map && !('j' in row.map) && 'n' in row && !('absent' in row)",
        "row.at == timestamp('2024-01-01T00:00:00Z') && row.long == duration('3600s')",
        "row.day == '2024-01-01' && row.bytes == b'ab'",
        "row.n == 'a' || true",
      })
  void comparesValuesOfOneKindAndNull(String source) throws Exception {
    assertThat(Expression.compileCondition(source).test(row())).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "row.n in ['1', 2] ; at 1:7: a string is compared with a number, which is never equal to it",
        "row.n == 1 || row.b in [true, 'true', null] ; at 1:21: a boolean is compared with a string",
        "1 in ['a'] ; at 1:3",
        "string(row.n) in ['a', 2] ; at 1:15",
      })
  void rejectsListLiteralsOfUnlikeKinds(String source, String message) {
    assertThatThrownBy(() -> Expression.compileCondition(source))
        .isInstanceOf(ExpressionException.class)
        .message()
        .startsWith(message);
  }

  @Test
  void namesTheColumnsOfThePartThatFails() throws Exception {
    assertThatThrownBy(
            () -> Expression.compileCondition("row.n == 5 && row.b == 'true'").test(row()))
        .hasMessage(
            UNLIKE
                + "a boolean is compared with a string, which is never equal to it (b is a boolean)");
    assertThatThrownBy(
            () -> Expression.compileCondition("row.none == null && row.t > row.n").test(row()))
        .hasMessage(
            "a function or operator does not take values of these types (n is a number, t is a"
                + " string)")
        .satisfies(
            e ->
                assertThat(((ExpressionException) e).columns())
                    .containsExactlyInAnyOrder("n", "t"));
    assertThatThrownBy(
            () -> Expression.compileCondition("row.n == 5 && row.none.contains('a')").test(row()))
        .hasMessage("a function or operator does not take values of these types (null: none)");
    assertThatThrownBy(
            () -> Expression.compileCondition("row.list.exists(x, x == row.n)").test(row()))
        .hasMessageEndingWith("(list is a list, n is a number)");
    assertThatThrownBy(
            () ->
                Expression.compileCondition("row.d == 1234567890123456789.5 || row.b == 'é'")
                    .test(row()))
        .hasMessageEndingWith("(b is a boolean)");
  }

  private static Row row() {
    return Row.of(
        Columns.of(
            List.of(
                "b", "n", "d", "t", "none", "mixed", "list", "map", "at", "long", "bytes", "day")),
        true,
        5L,
        new BigDecimal("5.0"),
        "secret",
        null,
        Arrays.asList(null, "x", 5L),
        List.of("x", "secret"),
        Map.of("k", 1L),
        Instant.parse("2024-01-01T00:00:00Z"),
        Duration.ofHours(1),
        new byte[] {'a', 'b'},
        LocalDate.parse("2024-01-01"));
  }
}
