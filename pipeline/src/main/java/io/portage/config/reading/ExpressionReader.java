package io.portage.config.reading;

import io.portage.config.yaml.YamlValue;
import io.portage.expression.Expression;
import io.portage.expression.ExpressionException;
import org.jspecify.annotations.Nullable;

/** Reads expressions, and has them compiled to know that they can be. */
final class ExpressionReader {
  private ExpressionReader() {}

  /** An expression of any result. */
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

  /** A condition, or null when missing. */
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
