package io.portage.launcher.check;

/** Quotes the names of PostgreSQL's tables and columns. */
final class QuotedNames {
  private QuotedNames() {}

  /** Quotes each part of {@code table} or {@code schema.table}. */
  static String table(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /** Quotes one name. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
