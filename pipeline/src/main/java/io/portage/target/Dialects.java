package io.portage.target;

import io.portage.config.Services;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The dialects of this class path, each named in a file of {@code META-INF/services}. */
public final class Dialects {
  private static final Map<String, Dialect> ALL =
      Services.byName(Services.of(Dialect.class), Dialect::name, "dialect");

  private Dialects() {}

  /** Returns all dialects. */
  public static Collection<Dialect> all() {
    return ALL.values();
  }

  /** Returns the dialect for a JDBC URL, or empty if no dialect supports it. */
  public static Optional<Dialect> find(String url) {
    return ALL.values().stream().filter(dialect -> dialect.accepts(url)).findFirst();
  }

  /** Returns the reader of the query results of the database of this JDBC URL. */
  public static ResultReader resultReader(String url) {
    return find(url).map(Dialect::resultReader).orElse(ResultReader.JDBC);
  }

  /** Returns the forms of the supported JDBC URLs, for messages. */
  public static String urlForms() {
    return ALL.values().stream().map(Dialect::urlForm).collect(Collectors.joining(" or "));
  }

  /**
   * Returns the dialect for a JDBC URL.
   *
   * @throws IllegalArgumentException if no dialect supports it; the message contains only the URL's
   *     scheme, because the rest may hold a password
   */
  public static Dialect of(String url) {
    return find(url)
        .orElseThrow(
            () -> {
              String[] parts = url.split(":", 3);
              String scheme = parts.length > 2 ? parts[0] + ":" + parts[1] + ":..." : "such URLs";
              return new IllegalArgumentException(
                  "no dialect for " + scheme + "; supported: " + ALL.keySet());
            });
  }
}
