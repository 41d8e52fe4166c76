package io.portage.config.yaml;

import io.portage.config.FileLocation;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Reads UTF-8 files that a key names. */
public final class TextFile {
  private TextFile() {}

  /** Reads the file's text; empty if an error was recorded at {@code field}. */
  public static Optional<String> read(YamlValue field, String location) {
    boolean local = FileLocation.isLocal(location);
    try {
      return Optional.of(FileLocation.text(location));
    } catch (NoSuchFileException | IllegalArgumentException e) {
      field.reject(
          "no such file: '"
              + location
              + "'"
              + (local ? " (relative to the working directory)" : ""));
    } catch (CharacterCodingException e) {
      field.reject("cannot be read as a UTF-8 file: '" + location + "'");
    } catch (IOException e) {
      field.reject(
          local
              ? "cannot be read as a UTF-8 file: '" + location + "'"
              : "cannot be read: '" + location + "': " + FileLocation.reasonOf(e));
    }
    return Optional.empty();
  }
}
