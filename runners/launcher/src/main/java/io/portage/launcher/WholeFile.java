package io.portage.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are replaced as a whole, so that a reader never sees a part of one. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, UTF-8. A link is followed; another than a regular file, such as {@code
   * /dev/stdout}, is written in place.
   *
   * @throws IOException if it cannot be written
   */
  public static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.writeString(file, text);
      return;
    }
    Path target = Files.exists(file) ? file.toRealPath() : file;
    Path next = target.resolveSibling(target.getFileName() + ".next");
    Files.writeString(next, text);
    Files.move(next, target, StandardCopyOption.REPLACE_EXISTING);
  }
}
