package io.portage.target.fitting;

import io.portage.target.TargetColumn;
import io.portage.target.TypeFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Removes the NUL characters from a value: from texts, also within lists and objects, and the
 * escaped ones from JSON text. The names of an object's fields keep theirs, because two names could
 * become one.
 */
final class NulStripper {
  private static final String ESCAPED = "\\u0000";

  private NulStripper() {}

  /** Returns the value without NUL characters. */
  static Object strip(TargetColumn column, Object value) {
    boolean json = column.family() == TypeFamily.JSON;
    return value instanceof String text && json ? ofJson(text) : strip(value);
  }

  private static Object strip(Object value) {
    if (value instanceof String text) {
      return text.replace("\0", "");
    } else if (value instanceof List<?> list) {
      List<@Nullable Object> stripped = new ArrayList<>(list.size());
      list.forEach(element -> stripped.add(element == null ? null : strip(element)));
      return stripped;
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> stripped = new LinkedHashMap<>();
      map.forEach((name, part) -> stripped.put(name, part == null ? null : strip(part)));
      return stripped;
    }
    return value;
  }

  /** The text may not be JSON; then the result is not JSON either. */
  private static String ofJson(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int from = at++;
      if (text.charAt(from) != '"') {
        out.append(text.charAt(from));
        continue;
      }
      while (at < text.length() && text.charAt(at) != '"') {
        at += text.charAt(at) == '\\' ? 2 : 1;
      }
      at = Math.min(at + 1, text.length());
      if (isName(text, at)) {
        out.append(text, from, at);
      } else {
        appendStripped(text, from, at, out);
      }
    }
    return out.toString();
  }

  private static boolean isName(String text, int end) {
    int at = end;
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':';
  }

  private static void appendStripped(String text, int from, int to, StringBuilder out) {
    int at = from;
    while (at < to) {
      if (text.startsWith(ESCAPED, at)) {
        at += ESCAPED.length();
      } else if (text.charAt(at) == '\\' && at + 1 < to) {
        out.append(text, at, at + 2);
        at += 2;
      } else {
        if (text.charAt(at) != 0) {
          out.append(text.charAt(at));
        }
        at++;
      }
    }
  }
}
