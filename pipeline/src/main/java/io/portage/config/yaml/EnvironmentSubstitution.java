package io.portage.config.yaml;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Replaces environment variables in texts: {@code ${NAME}}, or {@code ${NAME:-default}} with a
 * default for a variable that is not set or empty; {@code $$} is a dollar sign. Any other dollar
 * sign is kept.
 *
 * <p>The substitution applies to one text at a time, after YAML is parsed, so no value can add keys
 * or lists. The value of a variable is not searched for further variables.
 */
public final class EnvironmentSubstitution {
  private final Map<String, String> environment;

  public EnvironmentSubstitution(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Returns the text with all variables replaced.
   *
   * @throws InvalidValueException if a variable is not defined or the syntax is wrong
   */
  String apply(String text) throws InvalidValueException {
    if (text.indexOf('$') < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    Set<String> undefined = new LinkedHashSet<>();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$$", at)) {
        result.append('$');
        at += 2;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        if (end < 0) {
          throw new InvalidValueException("a ${ without its }", "write $$ for a dollar sign");
        }
        result.append(value(text.substring(at + 2, end), undefined));
        at = end + 1;
      } else {
        result.append(text.charAt(at++));
      }
    }
    if (!undefined.isEmpty()) {
      throw undefined(undefined);
    }
    return result.toString();
  }

  private String value(String reference, Set<String> undefined) throws InvalidValueException {
    int dash = reference.indexOf(":-");
    String name = dash < 0 ? reference : reference.substring(0, dash);
    if (!isName(name)) {
      throw new InvalidValueException("not a variable", "write ${NAME} or ${NAME:-default}");
    }
    @Nullable String value = environment.get(name);
    if (dash >= 0) {
      return value == null || value.isEmpty() ? reference.substring(dash + 2) : value;
    }
    if (value == null) {
      undefined.add(name);
      return "";
    }
    return value;
  }

  private static InvalidValueException undefined(Set<String> names) {
    return new InvalidValueException(
        "the environment does not define " + String.join(", ", names),
        "set it, or give a default: ${" + names.iterator().next() + ":-default}");
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !Character.isDigit(name.charAt(0))
        && name.chars().allMatch(c -> c == '_' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
