package io.portage.deadletter;

import io.portage.config.FileLocation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/** Thrown if dead letters cannot be written to their folder. The message is for the user. */
final class UnwritableFolderException extends IOException {
  private static final long serialVersionUID = 1;

  UnwritableFolderException(Path folder, IOException cause) {
    super("dead letters cannot be written to the folder " + folder + ": " + why(cause), cause);
  }

  private static String why(IOException cause) {
    if (cause instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is a file";
    }
    return FileLocation.reasonOf(cause);
  }
}
