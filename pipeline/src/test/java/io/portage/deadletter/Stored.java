package io.portage.deadletter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What stands in files, with what became of it. */
final class Stored {
  private Stored() {}

  static List<StoredLetter> in(Path fileOrFolder) throws IOException {
    List<StoredLetter> letters = new ArrayList<>();
    LetterFiles.read(
        fileOrFolder,
        new LetterVisitor() {
          @Override
          public void letter(StoredLetter letter) {
            letters.add(letter);
          }

          @Override
          public void unreadable(String place, String problem) {
            throw new AssertionError(place + ": " + problem);
          }
        });
    return letters;
  }
}
