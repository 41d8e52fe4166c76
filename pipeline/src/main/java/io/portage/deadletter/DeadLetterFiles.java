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

/** Reads files of letters, one a line. */
final class DeadLetterFiles {
  static final String SUFFIX = ".jsonl";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private DeadLetterFiles() {}

  /** A name for a new file: the time, and what tells it from others of that second. */
  static String newName(Clock clock, String unique) {
    return "dead-letters-" + TIME.format(clock.instant()) + "-" + unique + SUFFIX;
  }

  /**
   * Reads a file, or all files of a folder in the order of their names; nothing where there is no
   * such file or folder.
   *
   * <p>A last line without a line break in a local file is left out: its bundle has failed and was
   * written anew elsewhere. Elsewhere files are there as a whole or not at all.
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

  /** The same on this machine. */
  static void read(Path fileOrFolder, DeadLetterVisitor visitor) throws IOException {
    if (Files.isDirectory(fileOrFolder)) {
      try (Stream<Path> files = Files.list(fileOrFolder)) {
        for (Path file : files.filter(DeadLetterFiles::isLetters).sorted().toList()) {
          readFile(file, visitor);
        }
      }
    } else if (Files.exists(fileOrFolder)) {
      readFile(fileOrFolder, visitor);
    }
  }

  private static boolean isLetters(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static void readFile(Path file, DeadLetterVisitor visitor) throws IOException {
    boolean torn = isTorn(file);
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 1;
      String line = lines.readLine();
      while (line != null) {
        String next = lines.readLine();
        if (next != null || !torn) {
          visitBytes(line, file + ", line " + number, visitor);
        }
        line = next;
        number++;
      }
    }
  }

  /** Visits a line whose bytes were read one to a character, so that a torn one does no harm. */
  private static void visitBytes(String line, String place, DeadLetterVisitor visitor) {
    visit(
        new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
        place,
        visitor);
  }

  private static void visit(String text, String place, DeadLetterVisitor visitor) {
    StoredDeadLetter letter;
    try {
      letter = DeadLetterRecord.storedOf(AvroJsonLine.read(text, DeadLetterRecord.SCHEMA));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      visitor.unreadable(place, String.valueOf(e.getMessage()));
      return;
    }
    visitor.letter(letter);
  }

  private static boolean isTorn(Path file) throws IOException {
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
