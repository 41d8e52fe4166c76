package io.portage.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.runtime.CelEvaluationException;
import io.portage.model.Row;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Describes why an expression failed on a row, without the row's values. */
final class EvaluationErrors {
  private EvaluationErrors() {}

  /** Describes the failure, with the columns among {@code inputs} that explain it. */
  static String describe(CelEvaluationException failure, Set<String> inputs, Row row) {
    CelErrorCode code = failure.getErrorCode();
    List<String> absent = those(inputs, name -> !row.has(name));
    if (code == CelErrorCode.ATTRIBUTE_NOT_FOUND && !absent.isEmpty()) {
      return "no such column: "
          + String.join(", ", absent)
          + "; there are: "
          + row.columns().shown();
    }
    if (failure.getCause() instanceof IncomparableKindsException unlike) {
      return message(code) + ": " + unlike.getMessage() + types(those(inputs, row::has), row);
    }
    List<String> empty = those(inputs, name -> row.has(name) && row.get(name) == null);
    if (empty.isEmpty() && code == CelErrorCode.OVERLOAD_NOT_FOUND) {
      return message(code) + types(those(inputs, row::has), row);
    }
    return message(code) + (empty.isEmpty() ? "" : " (null: " + String.join(", ", empty) + ")");
  }

  /** Lists the types of the columns; a type is not a value of the row. */
  private static String types(List<String> names, Row row) {
    return names.isEmpty()
        ? ""
        : names.stream()
            .map(name -> name + " is " + CelValues.typeName(CelValues.toCel(row.get(name))))
            .collect(Collectors.joining(", ", " (", ")"));
  }

  private static List<String> those(Set<String> inputs, Predicate<String> wanted) {
    return inputs.stream().filter(wanted).sorted().toList();
  }

  private static String message(CelErrorCode code) {
    return switch (code) {
      case ATTRIBUTE_NOT_FOUND -> "no such key, or not a value with fields";
      case INDEX_OUT_OF_BOUNDS -> "index out of bounds";
      case DIVIDE_BY_ZERO -> "division by zero";
      case OVERLOAD_NOT_FOUND -> "a function or operator does not take values of these types";
      case NUMERIC_OVERFLOW -> "a number is out of range, or a quotient of decimals has no end";
      case BAD_FORMAT -> "a value cannot be converted";
      case INVALID_ARGUMENT -> "a function does not take this argument";
      default -> "evaluation failed";
    };
  }
}
