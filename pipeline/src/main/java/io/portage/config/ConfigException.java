package io.portage.config;

import io.portage.config.yaml.ConfigError;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration file cannot be used. Carries all that is wrong with it, not only the first. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1;

  private final List<ConfigError> problems;

  /** A file that has {@code problems}, at least one. */
  public ConfigException(List<ConfigError> problems) {
    super(problems.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems in the order of the file; the message prints one a line. */
  public List<ConfigError> problems() {
    return problems;
  }
}
