package io.portage.deadletter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads dead letters from files with their resolutions. */
final class StoredLetterFixtures {
  private StoredLetterFixtures() {}

  static List<StoredDeadLetter> in(Path fileOrFolder) throws IOException {
    List<StoredDeadLetter> deadLetters = new ArrayList<>();
    DeadLetterFiles.read(
        fileOrFolder,
        new DeadLetterVisitor() {
          @Override
          public void deadLetter(StoredDeadLetter deadLetter) {
            deadLetters.add(deadLetter);
          }

          @Override
          public void unreadable(String place, String problem) {
            throw new AssertionError(place + ": " + problem);
          }
        });
    return deadLetters;
  }
}
