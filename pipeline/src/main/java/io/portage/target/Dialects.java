package io.portage.target;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The dialects of this class path, each named in a file of {@code META-INF/services}. */
public final class Dialects {
  private static final Map<String, Dialect> ALL = load();

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

  private static Map<String, Dialect> load() {
    Map<String, Dialect> dialects = new LinkedHashMap<>();
    // This class's loader and not the thread's, which on Flink may be the cluster's.
    for (Dialect dialect : ServiceLoader.load(Dialect.class, Dialect.class.getClassLoader())) {
      if (dialects.putIfAbsent(dialect.name(), dialect) != null) {
        throw new IllegalStateException("duplicate dialect: " + dialect.name());
      }
    }
    return Collections.unmodifiableMap(dialects);
  }
}
