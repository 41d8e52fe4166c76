package io.portage.deadletter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Appends dead letters, one per line, to a file of its own and forces it to disk.
 *
 * <p>The file is created with the first dead letter. Its name contains the time and a random part,
 * so that no two writers ever share a file.
 */
final class FileDeadLetterWriter implements DeadLetterWriter {
  private final Path folder;
  private final Clock clock;
  private @Nullable FileChannel file;

  FileDeadLetterWriter(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public void add(StoredDeadLetter deadLetter) throws IOException {
    if (file == null) {
      file = create();
    }
    ByteBuffer line = ByteBuffer.wrap(DeadLetters.toLine(deadLetter));
    while (line.hasRemaining()) {
      file.write(line);
    }
  }

  @Override
  public void sync() throws IOException {
    if (file != null) {
      file.force(true);
    }
  }

  @Override
  public void close() {
    if (file == null) {
      return;
    }
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      file = null;
    }
  }

  /** The folder. */
  @Override
  public String toString() {
    return folder.toString();
  }

  private FileChannel create() throws IOException {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve(DeadLetterFiles.newName(clock, unique)),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UnwritableFolderException(folder, e);
    }
  }
}
