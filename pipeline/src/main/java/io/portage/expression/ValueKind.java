package io.portage.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.CelType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of values that can be equal: numbers of all types are of one kind. Null can be compared
 * with all kinds.
 */
enum ValueKind {
  TEXT("a string"),
  NUMBER("a number"),
  BOOLEAN("a boolean"),
  BYTES("bytes"),
  TIMESTAMP("a timestamp"),
  DURATION("a duration"),
  LIST("a list"),
  MAP("a map"),
  NULL("null"),
  OTHER("a value of another type");

  private final String description;

  ValueKind(String description) {
    this.description = description;
  }

  /** Returns the kind of a value in CEL's types. */
  static ValueKind of(Object value) {
    if (value instanceof String) {
      return TEXT;
    } else if (NumberComparison.isNumber(value)) {
      return NUMBER;
    } else if (value instanceof Boolean) {
      return BOOLEAN;
    } else if (value instanceof NullValue) {
      return NULL;
    } else if (value instanceof List<?>) {
      return LIST;
    } else if (value instanceof Map<?, ?>) {
      return MAP;
    } else if (value instanceof Instant) {
      return TIMESTAMP;
    } else if (value instanceof Duration) {
      return DURATION;
    }
    return value instanceof CelByteString ? BYTES : OTHER;
  }

  /** Returns the error message for a comparison of these kinds. */
  static String unlike(ValueKind one, ValueKind other) {
    return one == other
        ? one.description + " is compared with another that contains values of other types"
        : one.description
            + " is compared with "
            + other.description
            + ", which is never equal to it";
  }

  /**
   * Rejects comparisons of constant kinds that are never equal, also with the elements of a list;
   * CEL's own type checker accepts lists of mixed types.
   *
   * @throws ExpressionException for the first such comparison, with its position
   */
  static void checkComparisons(CelAbstractSyntaxTree ast) throws ExpressionException {
    List<CelExpr> calls =
        CelNavigableAst.fromAst(ast)
            .getRoot()
            .allNodes()
            .map(node -> node.expr())
            .filter(expr -> expr.getKind() == ExprKind.Kind.CALL)
            .toList();
    for (CelExpr call : calls) {
      Optional<String> mistake =
          switch (call.call().function()) {
            case "@in" -> inList(ast, call.call().args().get(0), call.call().args().get(1));
            case "_==_", "_!=_" ->
                operands(ast, call.call().args().get(0), call.call().args().get(1));
            default -> Optional.empty();
          };
      if (mistake.isPresent()) {
        throw new ExpressionException(place(ast, call) + mistake.get());
      }
    }
  }

  private static Optional<String> inList(CelAbstractSyntaxTree ast, CelExpr element, CelExpr list) {
    if (list.getKind() != ExprKind.Kind.LIST) {
      return Optional.empty();
    }
    for (CelExpr one : list.list().elements()) {
      Optional<String> mistake =
          operands(ast, element, one)
              .or(
                  () ->
                      list.list().elements().stream()
                          .flatMap(other -> operands(ast, one, other).stream())
                          .findFirst());
      if (mistake.isPresent()) {
        return mistake;
      }
    }
    return Optional.empty();
  }

  /**
   * Returns the error of comparing {@code one} with {@code other}; empty if there is none or a kind
   * is unknown.
   */
  private static Optional<String> operands(CelAbstractSyntaxTree ast, CelExpr one, CelExpr other) {
    ValueKind left = of(ast, one);
    ValueKind right = of(ast, other);
    return left == null || right == null || left == NULL || right == NULL || left == right
        ? Optional.empty()
        : Optional.of(unlike(left, right));
  }

  private static @Nullable ValueKind of(CelAbstractSyntaxTree ast, CelExpr expr) {
    CelType type = ast.getType(expr.id()).orElse(null);
    if (type == null) {
      return null;
    }
    return switch (type.kind()) {
      case STRING -> TEXT;
      case INT, UINT, DOUBLE -> NUMBER;
      case OPAQUE -> type.equals(CelDecimalFunctions.TYPE) ? NUMBER : null;
      case BOOL -> BOOLEAN;
      case BYTES -> BYTES;
      case TIMESTAMP -> TIMESTAMP;
      case DURATION -> DURATION;
      case LIST -> LIST;
      case MAP -> MAP;
      case NULL_TYPE -> NULL;
      default -> null;
    };
  }

  private static String place(CelAbstractSyntaxTree ast, CelExpr expr) {
    Integer position = ast.getSource().getPositionsMap().get(expr.id());
    Optional<CelSourceLocation> place =
        position == null ? Optional.empty() : ast.getSource().getOffsetLocation(position);
    return place
        .map(found -> "at " + found.getLine() + ":" + (found.getColumn() + 1) + ": ")
        .orElse("");
  }
}
