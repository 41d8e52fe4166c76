package io.portage.launcher.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes figures of long tests to a file, on request. */
final class ContractFigures {
  private ContractFigures() {}

  /** Appends a line to the file that the system property {@code property} names, if it is set. */
  static void add(String property, String format, Object... values) {
    String file = System.getProperty(property);
    if (file != null) {
      try {
        Files.writeString(
            Path.of(file),
            String.format(Locale.ROOT, format, values) + System.lineSeparator(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
