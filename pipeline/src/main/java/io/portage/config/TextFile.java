package io.portage.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A UTF-8 file that a key names. */
final class TextFile {
  private TextFile() {}

  /** The file's text, or empty when a problem has been recorded at {@code field}. */
  static Optional<String> read(Field field, String path) {
    try {
      String text = Files.readString(Path.of(path));
      return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
    } catch (NoSuchFileException | InvalidPathException e) {
      field.problem("no such file: '" + path + "' (relative to the working directory)");
    } catch (IOException e) {
      field.problem("cannot be read as a UTF-8 file: '" + path + "'");
    }
    return Optional.empty();
  }
}
