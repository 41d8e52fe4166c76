package io.portage.target;

import io.portage.target.postgres.PostgresDialect;
import java.util.List;

/** The dialects there are. */
public final class Dialects {
  private static final List<Dialect> ALL = List.of(new PostgresDialect());

  private Dialects() {}

  /**
   * The dialect for a JDBC URL.
   *
   * @throws IllegalArgumentException when there is none; the message names the URL's scheme only,
   *     since the rest may hold a password
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
        "no dialect for " + scheme + "; there is: " + ALL.stream().map(Dialect::name).toList());
  }
}
