package io.portage.launcher.check;

/** Names of PostgreSQL's tables and columns, in quotes. */
final class QuotedNames {
  private QuotedNames() {}

  /** {@code table} or {@code schema.table}, each part in quotes. */
  static String table(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? quoted(name)
        : quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1));
  }

  /** One name in quotes. */
  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
