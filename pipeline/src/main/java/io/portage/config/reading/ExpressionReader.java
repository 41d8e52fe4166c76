package io.portage.config.reading;

import io.portage.config.yaml.YamlValue;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import org.jspecify.annotations.Nullable;

/** Reads expressions and compiles them to find errors. */
final class ExpressionReader {
  private ExpressionReader() {}

  /** Reads an expression with any result. */
  static String value(YamlValue field) {
    String cel = field.text();
    if (!cel.isEmpty()) {
      try {
        Expression.compile(cel);
      } catch (ExpressionException e) {
        field.reject("not a CEL expression: " + e.getMessage());
      }
    }
    return cel;
  }

  /** Reads a condition; null if missing. */
  static @Nullable String condition(YamlValue field) {
    String cel = field.optionalText().orElse(null);
    if (cel != null) {
      try {
        Expression.compileCondition(cel);
      } catch (ExpressionException e) {
        field.reject("not a CEL condition: " + e.getMessage());
      }
    }
    return cel;
  }
}
