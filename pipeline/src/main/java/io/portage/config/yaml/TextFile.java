package io.portage.config.yaml;

import io.portage.config.FileLocation;
import java.io.IOException;
import java.util.Optional;

/** Reads UTF-8 files that a key names. */
public final class TextFile {
  private TextFile() {}

  /** Reads the file's text; empty if an error was recorded at {@code field}. */
  public static Optional<String> read(YamlValue field, String location) {
    try {
      return Optional.of(FileLocation.text(location));
    } catch (IOException e) {
      field.reject(FileLocation.problem(location, e));
      return Optional.empty();
    }
  }
}
