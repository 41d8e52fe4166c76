package io.portage.config;

import io.portage.config.yaml.ConfigError;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A configuration file is invalid. The exception contains every error of the file, not only the
 * first.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<ConfigError> problems;

  /**
   * An exception with all errors of a file.
   *
   * @param problems the errors, at least one
   */
  public ConfigException(List<ConfigError> problems) {
    super(problems.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All errors in the order of the file. The message has one line per error. */
  public List<ConfigError> problems() {
    return problems;
  }
}
