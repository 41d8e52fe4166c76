package io.portage.target;

import io.portage.target.postgres.PostgresDialect;
import java.util.List;

/** The list of supported dialects. */
public final class Dialects {
  private static final List<Dialect> ALL = List.of(new PostgresDialect());

  private Dialects() {}

  /**
   * Returns the dialect for a JDBC URL.
   *
   * @throws IllegalArgumentException if no dialect supports it; the message contains only the URL's
   *     scheme, because the rest may hold a password
   */
  public static Dialect of(String url) {
    for (Dialect dialect : ALL) {
      if (dialect.accepts(url)) {
        return dialect;
      }
    }
    String[] parts = url.split(":", 3);
    String scheme = parts.length > 2 ? parts[0] + ":" + parts[1] + ":..." : "such URLs";
    throw new IllegalArgumentException(
        "no dialect for " + scheme + "; supported: " + ALL.stream().map(Dialect::name).toList());
  }
}
