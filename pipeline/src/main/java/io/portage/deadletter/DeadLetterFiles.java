package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;

/** Reads files of dead letters, one per line. */
final class DeadLetterFiles {
  static final String SUFFIX = ".jsonl";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private DeadLetterFiles() {}

  /**
   * A name for a new file: the time, and a text that distinguishes it from other files of that
   * second.
   */
  static String newName(Clock clock, String unique) {
    return "dead-letters-" + TIME.format(clock.instant()) + "-" + unique + SUFFIX;
  }

  /**
   * Reads a file, or all files of a folder in the order of their names; nothing if there is no such
   * file or folder.
   *
   * <p>In a local file, a last line without a line break is skipped: its bundle failed, and the
   * dead letter was written again to another file. On other file systems a file is either complete
   * or absent.
   */
  static void read(String fileOrFolder, DeadLetterVisitor visitor) throws IOException {
    if (FileLocation.isLocal(fileOrFolder)) {
      read(FileLocation.path(fileOrFolder), visitor);
      return;
    }
    for (String file : FileLocation.list(fileOrFolder, SUFFIX)) {
      int number = 1;
      for (String line : FileLocation.text(file).lines().toList()) {
        visit(line, file + ", line " + number++, visitor);
      }
    }
  }

  /** Reads a local file or folder. */
  static void read(Path fileOrFolder, DeadLetterVisitor visitor) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      try (Stream<Path> files = Files.list(fileOrFolder)) {
        for (Path file : files.filter(DeadLetterFiles::isDeadLetterFile).sorted().toList()) {
          readFile(file, visitor);
        }
      }
    } else if (Files.exists(fileOrFolder)) {
      readFile(fileOrFolder, visitor);
    }
  }

  private static boolean isDeadLetterFile(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static void readFile(Path file, DeadLetterVisitor visitor) throws IOException {
    boolean incomplete = endsIncomplete(file);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 1;
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        if (next != null || !incomplete) {
          visitBytes(line, file + ", line " + number, visitor);
        }
        line = next;
        number++;
      }
    }
  }

  /** Visits a line whose bytes were read as ISO 8859-1, so that an incomplete line is harmless. */
  private static void visitBytes(String line, String place, DeadLetterVisitor visitor) {
    visit(
        new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
        place,
        visitor);
  }

  private static void visit(String text, String place, DeadLetterVisitor visitor) {
    StoredDeadLetter deadLetter;
    try {
      deadLetter = DeadLetterRecord.storedOf(AvroJsonLine.read(text, DeadLetterRecord.SCHEMA));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      visitor.unreadable(place, String.valueOf(e.getMessage()));
      return;
    }
    visitor.deadLetter(deadLetter);
  }

  private static boolean endsIncomplete(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      if (channel.size() == 0) {
        return false;
      }
      ByteBuffer last = ByteBuffer.allocate(1);
      channel.position(channel.size() - 1).read(last);
      return last.get(0) != '\n';
    }
  }
}
