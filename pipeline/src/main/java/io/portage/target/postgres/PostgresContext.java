package io.portage.target.postgres;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the functions from the context of an error, such as {@code PL/pgSQL function f() line 3 at
 * RAISE}. The context also quotes statements and values, so only whole lines of this form are read.
 */
final class PostgresContext {
  private static final String NAME = "((?:\"[^\"]{1,63}\"|[\\p{L}\\p{N}_$]{1,63}|\\.){1,3})";

  private static final Pattern FRAME =
      Pattern.compile(
          "(?:PL/pgSQL function "
              + NAME
              + "\\(.*\\) (?:line \\d+ at .*|during .*|while .*)"
              + "|(?:SQL|PL/\\w+) function \"([^\"]{1,63})\".*)");

  private PostgresContext() {}

  /**
   * Returns the function that the statement called, and the one that failed if that is another;
   * null if the context names none, as with a server whose messages are not English.
   */
  static @Nullable String functions(@Nullable String context) {
    List<String> lines = context == null ? List.of() : context.lines().toList();
    if (lines.isEmpty()) {
      return null;
    }
    // Lines are ordered from the innermost to the outermost function; statement texts may be
    // between them.
    String outer = function(lines.get(lines.size() - 1));
    String inner = function(lines.get(0));
    if (outer == null || inner == null || outer.equals(inner)) {
      return outer;
    }
    return inner + ", called by " + outer;
  }

  private static @Nullable String function(String line) {
    Matcher frame = FRAME.matcher(line.strip());
    if (!frame.matches()) {
      return null;
    }
    return frame.group(1) != null ? frame.group(1) : frame.group(2);
  }
}
