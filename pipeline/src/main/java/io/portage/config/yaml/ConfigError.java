package io.portage.config.yaml;

import java.io.Serializable;

/**
 * An error in a configuration file.
 *
 * @param file the file as given by the user
 * @param line the line from 1; 0 for the file as a whole
 * @param column the column from 1; 0 for the file as a whole
 * @param key the dotted key, e.g. {@code tables[0].columns.name.when}; empty for the file as a
 *     whole
 * @param message the error and the expected value; contains no secret
 */
public record ConfigError(String file, int line, int column, String key, String message)
    implements Serializable {
  /** Returns {@code file:line: key: message}, without absent parts. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
