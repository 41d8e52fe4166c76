package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    for (String file : files(fileOrFolder)) {
      AtomicInteger number = new AtomicInteger();
      DeadLetterLines.read(
          file,
          0,
          (position, bytes, length) -> {
            visit(bytes, length, file + ", line " + number.incrementAndGet(), visitor);
            return true;
          });
    }
  }

  /**
   * Continues to read the files of a folder. A line that is not a dead letter is skipped.
   *
   * @param positions the position of the next line by file, which this call advances; a file that
   *     was replaced by a shorter one is read from its beginning
   * @return true if the end of all files was reached
   */
  static boolean continueFrom(
      String folder, Map<String, Long> positions, ReadLimit limit, EntryPlace.PlacedVisitor visitor)
      throws IOException {
    for (String file : files(folder)) {
      long position = positions.getOrDefault(file, 0L);
      long size = DeadLetterLines.size(file);
      if (size < 0 ? positions.containsKey(file) : size == position) {
        continue;
      }
      if (limit.isReached()) {
        return false;
      }
      positions.put(
          file,
          DeadLetterLines.read(
              file,
              size < 0 || size > position ? position : 0,
              (start, bytes, length) -> {
                limit.count();
                visit(
                    bytes,
                    length,
                    file,
                    DeadLetterVisitor.ofReadable(
                        entry -> visitor.entry(new EntryPlace.FilePlace(file, start), entry)));
                return size < 0 || !limit.isReached(); // an object is read as a whole
              }));
      if (limit.isReached() && size > positions.getOrDefault(file, 0L)) {
        return false;
      }
    }
    return true;
  }

  /** Reads the dead letter at a place; empty if the file was deleted or replaced. */
  static Optional<StoredDeadLetter> at(EntryPlace.FilePlace place) throws IOException {
    List<StoredDeadLetter> found = new ArrayList<>();
    try {
      DeadLetterLines.read(
          place.file(),
          place.position(),
          (position, bytes, length) -> {
            visit(bytes, length, place.file(), DeadLetterVisitor.ofReadable(found::add));
            return false;
          });
    } catch (NoSuchFileException | EOFException replaced) {
      return Optional.empty();
    }
    return found.stream().findFirst();
  }

  private static List<String> files(String fileOrFolder) throws IOException {
    if (!FileLocation.isLocal(fileOrFolder)) {
      return FileLocation.list(fileOrFolder, SUFFIX);
    }
    Path path = FileLocation.path(fileOrFolder);
    if (!Files.isDirectory(path)) {
      return Files.exists(path) ? List.of(path.toString()) : List.of();
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.map(Path::toString).filter(file -> file.endsWith(SUFFIX)).sorted().toList();
    }
  }

  private static void visit(byte[] bytes, int length, String place, DeadLetterVisitor visitor) {
    StoredDeadLetter deadLetter;
    try {
      deadLetter =
          DeadLetterRecord.storedOf(AvroJsonLine.read(bytes, length, DeadLetterRecord.SCHEMA));
    } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
      visitor.unreadable(place, String.valueOf(e.getMessage()));
      return;
    }
    visitor.deadLetter(deadLetter);
  }
}
