package io.portage.deadletter;

import io.portage.model.DeadLetter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads dead letters from files with their resolutions. */
final class StoredLetterFixtures {
  private StoredLetterFixtures() {}

  static List<StoredDeadLetter> in(Path fileOrFolder) throws IOException {
    List<StoredDeadLetter> deadLetters = new ArrayList<>();
    DeadLetterFiles.read(
        fileOrFolder.toString(),
        DeadLetterVisitor.of(
            deadLetters::add,
            (place, problem) -> {
              throw new AssertionError(place + ": " + problem);
            }));
    return deadLetters;
  }

  static DeadLetter decode(byte[] value) throws IOException {
    return DeadLetters.decodeStored(value).deadLetter();
  }

  static byte[] encode(DeadLetter deadLetter) throws IOException {
    return DeadLetters.encode(StoredDeadLetter.unresolved(deadLetter));
  }

  /**
   * Reads the dead letters of a file, or of all files of a folder in the order of their names.
   *
   * <p>A last line without a line break is skipped: its bundle failed, and the dead letter was
   * written again to another file.
   *
   * @return empty if there is no such file or folder
   * @throws IOException if a file cannot be read or a line is invalid; then it names file and line
   */
  static List<DeadLetter> readFiles(Path fileOrFolder) throws IOException {
    List<DeadLetter> deadLetters = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    DeadLetterFiles.read(
        fileOrFolder.toString(),
        DeadLetterVisitor.of(
            deadLetter -> deadLetters.add(deadLetter.deadLetter()),
            (place, problem) -> problems.add(place + ": " + problem)));
    if (!problems.isEmpty()) {
      throw new IOException(problems.get(0));
    }
    return deadLetters;
  }

  /** One dead letter per id, the one that failed last; in the order in which ids first occur. */
  static List<DeadLetter> latestOf(Collection<DeadLetter> deadLetters) {
    DeadLetterDeduplicator<DeadLetter> deduplicator = new DeadLetterDeduplicator<>();
    deadLetters.forEach(
        deadLetter -> deduplicator.add(StoredDeadLetter.unresolved(deadLetter), deadLetter));
    return deduplicator.latest().stream().map(DeadLetterDeduplicator.LatestEntry::value).toList();
  }
}
