package io.portage.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.model.Columns;
import io.portage.model.Row;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final String GUARDED = "row.email != null && row.email.contains('@')";

  @Test
  void computesFromTheColumnsOfARow() throws Exception {
    Row row = row("email", "daniel.kim@contoso.com");

    assertThat(Expression.compile("row.email.split('@')[1]").evaluate(row))
        .isEqualTo("contoso.com");
    assertThat(Expression.compile("row['email'].split('@')[0]").evaluate(row))
        .isEqualTo("daniel.kim");
    assertThat(Expression.compileCondition(GUARDED).test(row)).isTrue();
  }

  @Test
  void failsWhenAFunctionIsAppliedToNull() throws Exception {
    Expression expression = Expression.compile("row.email.contains('@')");

    assertThatThrownBy(() -> expression.evaluate(row("email", null)))
        .isInstanceOf(ExpressionException.class)
        .hasMessage("a function or operator does not take values of these types (null: email)");
  }

  @Test
  void comparesWithNull() throws Exception {
    assertThat(Expression.compileCondition(GUARDED).test(row("email", null))).isFalse();
    assertThat(
            Expression.compile("row.email == null ? 'none' : row.email")
                .evaluate(row("email", null)))
        .isEqualTo("none");
    assertThat(Expression.compile("row.email").evaluate(row("email", null))).isNull();
  }

  @Test
  void ignoresAFailureThatCannotChangeTheResult() throws Exception {
    Row row = row("email", null);

    assertThat(Expression.compile("row.email.contains('@') || true").evaluate(row)).isEqualTo(true);
    assertThat(Expression.compile("row.no == 1 && false").evaluate(row)).isEqualTo(false);
  }

  @Test
  void failsWhenTheColumnIsAbsent() throws Exception {
    for (String cel : List.of("row.email", "row['email']", "row.email == null")) {
      Expression expression = Expression.compile(cel);

      assertThatThrownBy(() -> expression.evaluate(row("name", "Kim")))
          .isInstanceOf(ExpressionException.class)
          .hasMessage("no such column: email; there are: name");
    }
  }

  @Test
  void checksWithHasForAColumn() throws Exception {
    Expression expression = Expression.compile("has(row.email) ? row.email : 'none'");

    assertThat(expression.evaluate(row("name", "Kim"))).isEqualTo("none");
    assertThat(expression.evaluate(row("email", "a@b"))).isEqualTo("a@b");
    assertThat(Expression.compile("has(row.email)").evaluate(row("email", null))).isEqualTo(true);
  }

  @Test
  void mapsEveryTypeToCel() throws Exception {
    Instant at = Instant.parse("2024-09-17T00:01:00.123456Z");
    byte[] bytes = "ab".getBytes(StandardCharsets.UTF_8);

    holds("row.v + 1 == 9223372036854775807", Long.MAX_VALUE - 1);
    holds("row.v * 2.0 == 3.0", 1.5);
    holds("row.v == 12.5", new BigDecimal("12.5"));
    holds("row.v", true);
    holds("row.v == b'ab'", bytes);
    holds("row.v == timestamp('2024-09-17T00:01:00.123456Z')", at);
    holds("row.v.getFullYear() == 2024", at);
    holds("row.v == '2024-09-17'", LocalDate.parse("2024-09-17"));
    holds("row.v == '00:01:30'", LocalTime.parse("00:01:30"));
    holds("row.v.startsWith('2024-09-17T00:01')", LocalDateTime.parse("2024-09-17T00:01:00"));
    holds("row.v[1] == null && row.v[0] == 1.5", Arrays.asList(new BigDecimal("1.5"), null));
    holds("row.v.a == null && has(row.v.a)", Collections.singletonMap("a", null));
    holds("row.v.when == '2024-09-17'", Map.of("when", LocalDate.parse("2024-09-17")));
  }

  @Test
  void returnsValuesOfTheTypesOfARow() throws Exception {
    Row row = row("email", null);

    assertThat(value("1 + 1")).isEqualTo(2L);
    assertThat(value("uint(7)")).isEqualTo(7L);
    assertThat(value("18446744073709551615u")).isEqualTo(new BigDecimal("18446744073709551615"));
    assertThat(value("1.5")).isEqualTo(1.5);
    assertThat(value("'a' + 'b'")).isEqualTo("ab");
    assertThat(value("b'ab'")).isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
    assertThat(value("timestamp('2024-09-17T00:01:00Z')"))
        .isEqualTo(Instant.parse("2024-09-17T00:01:00Z"));
    assertThat(value("null")).isNull();
    assertThat(value("[1, null, ['a']]")).isEqualTo(Arrays.asList(1L, null, List.of("a")));
    assertThat(value("{'a': 1, 2: null}"))
        .isEqualTo(Row.of(Columns.of("a", "2"), 1L, null).toMap());
    assertThat(Expression.compile("row").evaluate(row)).isEqualTo(row.toMap());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row.v.split('-')[9]",
        "int(row.v)",
        "timestamp(row.v)",
        "row[row.v]",
        "row.v.substring(99)"
      })
  void reportsFailuresWithoutTheRowsValues(String cel) throws Exception {
    Expression expression = Expression.compile(cel);

    assertThatThrownBy(() -> expression.evaluate(row("v", "top-secret")))
        .isInstanceOf(ExpressionException.class)
        .hasNoCause()
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("top", "secret"));
  }

  @Test
  void failsOnNumbersOutOfRange() throws Exception {
    Expression sum = Expression.compile("row.v + 1");
    Expression quotient = Expression.compile("1 / row.v");

    assertThatThrownBy(() -> sum.evaluate(row("v", Long.MAX_VALUE)))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> quotient.evaluate(row("v", 0L)))
        .isInstanceOf(ExpressionException.class)
        .hasMessage("division by zero");
  }

  @Test
  void rejectsAConditionWithoutABooleanResult() throws Exception {
    Expression dynamic = Expression.compileCondition("row.v");

    assertThat(dynamic.test(row("v", true))).isTrue();
    assertThatThrownBy(() -> dynamic.test(row("v", "yes")))
        .hasMessage("the condition returned a string instead of true or false");
    assertThatThrownBy(() -> dynamic.test(row("v", null)))
        .hasMessage("the condition returned null instead of true or false");
    assertThatThrownBy(() -> Expression.compileCondition("'a' + 'b'"))
        .hasMessage("a condition must return true or false, this returns string");
  }

  @Test
  void reportsThePositionOfAnError() {
    assertThatThrownBy(() -> Expression.compile("row.a + rwo.b"))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("at 1:9: undeclared reference to 'rwo'");
    assertThatThrownBy(() -> Expression.compile("1 + 'a'"))
        .hasMessageStartingWith("at 1:3: found no matching overload for '_+_'");
    assertThatThrownBy(() -> Expression.compile("row.a =="))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("at 1:");
    assertThatThrownBy(() -> Expression.compile("duration('1s')"))
        .hasMessage("the result is duration, which no column can hold");
  }

  @Test
  void namesTheColumnsThatItReads() throws Exception {
    Expression expression =
        Expression.compile("row.a == row['b'] || has(row.c) || 'd' in row || row.a.e.f == 1");

    assertThat(expression.inputs()).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertThat(expression.readsWholeRow()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "row[row.a]",
        "size(row) > 1",
        "row == {}",
        "row",
        "row.a in row",
        "row.all(k, k != row.a)",
        "[row, {'a': row.a}]"
      })
  void detectsThatItReadsTheWholeRow(String cel) throws Exception {
    assertThat(Expression.compile(cel).readsWholeRow()).isTrue();
  }

  @Test
  void listsTheColumnsThatTheResultCanBe() throws Exception {
    for (String cel :
        List.of("row.a", "row['a']", "row.x == 1 ? row.a : null", "true ? null : row.a")) {
      assertThat(Expression.compile(cel).selected()).as(cel).containsExactly("a");
    }
    assertThat(Expression.compile("row.x == 1 ? row.a : row.x > 2 ? row.b : row.c").selected())
        .containsExactlyInAnyOrder("a", "b", "c");
    for (String cel :
        List.of(
            "row.a + 1", "has(row.a)", "row.a.b", "row.x == 1 ? row.a : 0", "row[row.a]", "'a'")) {
      assertThat(Expression.compile(cel).selected()).as(cel).isEmpty();
    }
  }

  @Test
  void readsColumnsInsideLoops() throws Exception {
    Expression expression = Expression.compile("row.tags.exists(tag, tag == row.wanted)");

    assertThat(expression.inputs()).containsExactlyInAnyOrder("tags", "wanted");
    assertThat(expression.readsWholeRow()).isFalse();
    assertThat(expression.evaluate(Row.of(Columns.of("tags", "wanted"), List.of("a", "b"), "b")))
        .isEqualTo(true);
  }

  private static void holds(String condition, Object value) throws ExpressionException {
    assertThat(Expression.compileCondition(condition).test(row("v", value))).as(condition).isTrue();
  }

  private static @Nullable Object value(String cel) throws ExpressionException {
    return Expression.compile(cel).evaluate(Row.empty());
  }

  private static Row row(String column, @Nullable Object value) {
    return Row.of(Columns.of(column), value);
  }

  @Test
  void compilesATextOnce() throws ExpressionException {
    assertThat(Program.compile("row.once + 1")).isSameAs(Program.compile("row.once + 1"));
    assertThat(Program.compile("row.once + 2")).isNotSameAs(Program.compile("row.once + 1"));
  }
}
