package io.portage.expression;

import io.portage.model.Row;
import java.io.Serializable;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type-checked CEL expression over the columns of one row, which it sees as {@code row.name} or
 * {@code row['name']}.
 *
 * <p>What a row's values are in CEL: Long is int; Double is double; BigDecimal is {@code decimal};
 * Boolean, String and null are themselves; {@code byte[]} is bytes; Instant is timestamp;
 * LocalDate, LocalTime and LocalDateTime are their ISO 8601 text; lists and maps follow the same
 * rules.
 *
 * <p>A decimal is exact: as it is, where it is compared with any number, and in {@code + - *},
 * whose result is a decimal when one side is; a quotient that has no end fails. Beside a decimal a
 * double stands for the shortest decimal that reads back as it. A number in the text with more
 * digits than a double holds is a decimal; {@code decimal(x)} makes one of a string or a number,
 * and {@code double(x)} makes a double of it, which may lose digits. Comparing int with double is
 * exact, too; int and uint beyond their range fail.
 *
 * <p>A null is a value that most functions refuse: {@code row.email.contains('@')} fails on it,
 * {@code row.email != null && row.email.contains('@')} does not. A column that the row lacks fails,
 * except inside {@code has(row.name)}. CEL's {@code &&} and {@code ||} forgive a failure on one
 * side when the other side decides.
 *
 * <p>Immutable and thread-safe. What is serialized is the text; a copy compiles it when first used.
 */
public final class Expression implements Serializable {
  private static final long serialVersionUID = 1;

  private final String source;
  private transient volatile @Nullable Program program;

  private Expression(String source, Program program) {
    this.source = source;
    this.program = program;
  }

  /**
   * Compiles an expression of any result that a row can hold.
   *
   * @throws ExpressionException when it is not CEL, names unknown variables or functions, or its
   *     types cannot fit; the message says where and why, separated by semicolons
   */
  public static Expression compile(String cel) throws ExpressionException {
    return new Expression(cel, Program.compile(cel));
  }

  /**
   * Compiles a condition.
   *
   * @throws ExpressionException as {@link #compile} does, and when the result cannot be a boolean
   */
  public static Expression compileCondition(String cel) throws ExpressionException {
    Program program = Program.compile(cel);
    program.checkCondition();
    return new Expression(cel, program);
  }

  /**
   * The value for this row, of a type that a {@link Row} holds, or null.
   *
   * @throws ExpressionException when it fails on this row; the message names columns, never values
   */
  public @Nullable Object evaluate(Row row) throws ExpressionException {
    return CelValues.fromCel(program().evaluate(row));
  }

  /**
   * Whether the condition holds for this row.
   *
   * @throws ExpressionException when it fails on this row or gives anything but true or false
   */
  public boolean test(Row row) throws ExpressionException {
    Object result = program().evaluate(row);
    if (result instanceof Boolean holds) {
      return holds;
    }
    throw new ExpressionException(
        "the condition gave " + CelValues.typeName(result) + " instead of true or false");
  }

  /**
   * The columns that the text names, in no order: {@code row.x}, {@code row['x']}, {@code
   * has(row.x)} and {@code 'x' in row}. Not complete when {@link #readsWholeRow}.
   */
  public Set<String> inputs() {
    return program().inputs();
  }

  /**
   * The columns one of which is the result as it is, or null, as in {@code row.a} and {@code row.a
   * != null ? row.a : row.b}; none where the result can be anything else.
   */
  public Set<String> selected() {
    return program().selected();
  }

  /** Whether {@code row} is used in a way that may read columns which the text does not name. */
  public boolean readsWholeRow() {
    return program().readsWholeRow();
  }

  /** The text it was compiled from. */
  public String source() {
    return source;
  }

  private Program program() {
    Program known = program;
    if (known == null) {
      known = recompile();
      program = known;
    }
    return known;
  }

  private Program recompile() {
    try {
      return Program.compile(source);
    } catch (ExpressionException e) {
      throw new IllegalStateException("compiled before, but no longer: " + source, e);
    }
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
