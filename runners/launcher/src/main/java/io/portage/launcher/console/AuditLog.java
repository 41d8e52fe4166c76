package io.portage.launcher.console;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;

/**
 * One line for each action: when, what, on which dead letters, who, why and from where. Nothing
 * that a client sends can begin a line of its own.
 */
final class AuditLog {
  private static final int IDS = 20;

  private final PrintWriter out;
  private final Clock clock;

  AuditLog(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  synchronized void line(
      String action, String job, List<String> ids, String by, String reason, String client) {
    out.println(
        "audit "
            + clock.instant()
            + " action="
            + action
            + " job="
            + plain(job)
            + " letters="
            + ids.size()
            + " ids="
            + plain(String.join(",", ids.subList(0, Math.min(IDS, ids.size()))))
            + " by=\""
            + plain(by)
            + "\" reason=\""
            + plain(reason)
            + "\" from="
            + client);
    out.flush();
  }

  /** Replaces control characters, line separators, quotes and backslashes. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean isUnsafe =
                  Character.isISOControl(c)
                      || Character.getType(c) == Character.LINE_SEPARATOR
                      || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
                      || Character.getType(c) == Character.FORMAT;
              plain.appendCodePoint(isUnsafe ? '?' : c == '"' || c == '\\' ? '\'' : c);
            });
    return plain.toString();
  }
}
