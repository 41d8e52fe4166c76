package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.UUID;

/**
 * Writes letters to one of Beam's file systems that cannot append: what was added since the last
 * {@link #sync} becomes a file of its own, which is there as a whole or not at all.
 *
 * <p>Whether a file is durable once it has been closed is up to the file system; on an object store
 * it is.
 */
final class ObjectDeadLetterWriter implements DeadLetterWriter {
  private final String folder;
  private final Clock clock;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  ObjectDeadLetterWriter(String folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public void add(StoredDeadLetter letter) throws IOException {
    lines.write(DeadLetters.toLine(letter));
  }

  @Override
  public void sync() throws IOException {
    if (lines.size() == 0) {
      return;
    }
    String name = DeadLetterFiles.newName(clock, UUID.randomUUID().toString());
    try (OutputStream out = FileLocation.create(folder, name)) {
      lines.writeTo(out);
    }
    lines.reset();
  }

  /** What was not synced is gone: its bundle has failed. */
  @Override
  public void close() {
    lines.reset();
  }

  /** The folder. */
  @Override
  public String toString() {
    return folder;
  }
}
