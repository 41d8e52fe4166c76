package io.portage.config.yaml;

import io.portage.config.ConfigException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Collects the errors of one file, in the order of the file and without duplicates. */
public final class ConfigErrors {
  private final String file;
  private final TreeSet<ConfigError> found =
      new TreeSet<>(
          Comparator.comparingInt(ConfigError::line)
              .thenComparingInt(ConfigError::column)
              .thenComparing(ConfigError::key)
              .thenComparing(ConfigError::message));

  public ConfigErrors(String file) {
    this.file = file;
  }

  /** Adds an error at a position in the file, or for the file as a whole. */
  void add(Optional<Mark> place, String key, String message) {
    int line = place.map(mark -> mark.getLine() + 1).orElse(0);
    int column = place.map(mark -> mark.getColumn() + 1).orElse(0);
    add(line, column, key, message);
  }

  /** Adds an error at a line and column; 0 for the file as a whole. */
  void add(int line, int column, String key, String message) {
    found.add(new ConfigError(file, line, column, key, message));
  }

  /** Throws the collected errors, if there are any. */
  public void throwIfNotEmpty() throws ConfigException {
    if (!found.isEmpty()) {
      throw new ConfigException(List.copyOf(found));
    }
  }
}
