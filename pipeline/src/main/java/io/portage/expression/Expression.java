package io.portage.expression;

import io.portage.model.Row;
import io.portage.model.schema.SourceType;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type-checked CEL expression over the columns of one row, written as {@code row.name} or {@code
 * row['name']}.
 *
 * <p>Types: Long is int; Double is double; BigDecimal is {@code decimal}; Boolean, String and null
 * are CEL's own; {@code byte[]} is bytes; Instant is timestamp; LocalDate, LocalTime and
 * LocalDateTime are their ISO 8601 text; lists and maps follow the same rules.
 *
 * <p>A decimal is exact: unchanged, in a comparison with any number, and in {@code + - *}, whose
 * result is a decimal if one operand is; a quotient without a finite expansion fails. Combined with
 * a decimal, a double has the value of the shortest decimal that is parsed to that double. A
 * literal with more digits than a double has is a decimal; {@code decimal(x)} converts a string or
 * a number, and {@code double(x)} converts to a double, which may lose digits. Comparisons of int
 * with double are exact too; int and uint fail on overflow.
 *
 * <p>Most functions reject null: {@code row.email.contains('@')} fails on a null, {@code row.email
 * != null && row.email.contains('@')} does not. A column that the row lacks fails, except inside
 * {@code has(row.name)}. CEL's {@code &&} and {@code ||} ignore a failure of one operand if the
 * other operand decides the result.
 *
 * <p>Immutable and thread-safe.
 */
public final class Expression {
  private final String source;
  private final Program program;

  private Expression(String source, Program program) {
    this.source = source;
    this.program = program;
  }

  /**
   * Compiles an expression with any result that a row can contain.
   *
   * @throws ExpressionException if the text is not CEL, names unknown variables or functions, or
   *     has types that cannot match; the message contains each error with its position, separated
   *     by semicolons
   */
  public static Expression compile(String cel) throws ExpressionException {
    return new Expression(cel, Program.compile(cel));
  }

  /**
   * Compiles a condition.
   *
   * @throws ExpressionException as {@link #compile} does, and if the result cannot be a boolean
   */
  public static Expression compileCondition(String cel) throws ExpressionException {
    Program program = Program.compile(cel);
    program.checkCondition();
    return new Expression(cel, program);
  }

  /**
   * Returns the value for this row, of a type that a {@link Row} contains, or null.
   *
   * @throws ExpressionException if it fails on this row; the message names columns, never values
   */
  public @Nullable Object evaluate(Row row) throws ExpressionException {
    return CelValues.fromCel(program.evaluate(row));
  }

  /**
   * Returns true if the condition is true for this row.
   *
   * @throws ExpressionException if it fails on this row or its result is not a boolean
   */
  public boolean test(Row row) throws ExpressionException {
    Object result = program.evaluate(row);
    if (result instanceof Boolean holds) {
      return holds;
    }
    throw new ExpressionException(
        "the condition returned " + CelValues.typeName(result) + " instead of true or false");
  }

  /**
   * The columns that the text names, in no order: {@code row.x}, {@code row['x']}, {@code
   * has(row.x)} and {@code 'x' in row}. Not complete if {@link #readsWholeRow}.
   */
  public Set<String> inputs() {
    return program.inputs();
  }

  /**
   * The columns of which the result is one, unchanged, or null, as in {@code row.a} and {@code
   * row.a != null ? row.a : row.b}; empty if the result can be anything else.
   */
  public Set<String> selected() {
    return program.selected();
  }

  /** The type of the result, or empty if the row's values decide it. */
  public Optional<SourceType> resultType() {
    return program.resultType();
  }

  /**
   * Returns true if {@code row} is used in a way that may read columns that the text does not name.
   */
  public boolean readsWholeRow() {
    return program.readsWholeRow();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expression that && source.equals(that.source);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(source);
  }

  @Override
  public String toString() {
    return source;
  }
}
