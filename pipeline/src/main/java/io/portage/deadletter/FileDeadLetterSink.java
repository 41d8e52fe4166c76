package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.time.Clock;

/**
 * Opens writers to a folder.
 *
 * @param folder the folder, created if missing; on any of Beam's file systems
 */
record FileDeadLetterSink(String folder) implements DeadLetterWriter.DeadLetterSink {
  @Override
  public DeadLetterWriter open() {
    return FileLocation.isLocal(folder)
        ? new FileDeadLetterWriter(FileLocation.path(folder), Clock.systemUTC())
        : new ObjectDeadLetterWriter(folder, Clock.systemUTC());
  }
}
