package io.portage.config.yaml;

import java.io.Serializable;

/**
 * One error of a configuration file.
 *
 * @param file the file as it was named
 * @param line 1 for the first, 0 where the file as a whole is meant
 * @param column 1 for the first, 0 where the file as a whole is meant
 * @param key the dotted key, e.g. {@code tables[0].columns.name.when}; empty for the file as a
 *     whole
 * @param message what is wrong and what is expected; holds no secret
 */
public record ConfigError(String file, int line, int column, String key, String message)
    implements Serializable {
  /** {@code file:line: key: message}, without the parts that are not there. */
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + (key.isEmpty() ? "" : key + ": ") + message;
  }
}
