package io.portage.deadletter;

import java.nio.file.Path;
import java.time.Clock;

/**
 * Opens writers to a folder.
 *
 * @param folder the folder, created when missing
 */
record FileLetters(String folder) implements LetterWriter.Factory {
  @Override
  public LetterWriter open() {
    return new FileLetterWriter(Path.of(folder), Clock.systemUTC());
  }
}
