package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.UUID;

/**
 * Writes dead letters to one of Beam's file systems that cannot append: those added since the last
 * {@link #sync} become a new file, which is either complete or absent.
 *
 * <p>Not guaranteed: that a closed file is durable. That depends on the file system; on an object
 * store it is.
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
  public void add(StoredDeadLetter deadLetter) throws IOException {
    lines.write(DeadLetters.toLine(deadLetter));
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

  /** Discards dead letters that were not synced: their bundle has failed. */
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
