package io.portage.launcher.output;

/** The form in which a command prints its answer. */
public enum OutputFormat {
  /** For people. */
  TEXT,
  /** The JSON of the console's API. */
  JSON
}
