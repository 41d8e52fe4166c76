package io.portage.deadletter;

import io.portage.config.Location;
import java.time.Clock;

/**
 * Opens writers to a folder.
 *
 * @param folder the folder, created when missing; on any of Beam's file systems
 */
record FileLetters(String folder) implements LetterWriter.Factory {
  @Override
  public LetterWriter open() {
    return Location.isLocal(folder)
        ? new FileLetterWriter(Location.path(folder), Clock.systemUTC())
        : new ObjectLetterWriter(folder, Clock.systemUTC());
  }
}
