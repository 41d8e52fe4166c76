package io.portage.launcher.logging;

/** The form of log lines. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** One JSON object per line. */
  JSON;

  /** The option that selects the format. */
  public static final String OPTION = "--log-format";

  /**
   * Returns the format that a command line selects: the log needs it before the command line is
   * parsed, which also rejects a wrong value.
   */
  public static LogFormat of(String... args) {
    for (int i = 0; i < args.length; i++) {
      String next = i + 1 < args.length ? args[i + 1] : "";
      if (args[i].equalsIgnoreCase(OPTION + "=json")
          || (args[i].equals(OPTION) && next.equalsIgnoreCase("json"))) {
        return JSON;
      }
    }
    return TEXT;
  }
}
