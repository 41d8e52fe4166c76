package io.portage.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** Secrets in files, one per file, as Kubernetes mounts them. One trailing line end is removed. */
final class FileSecrets implements SecretStore {
  @Override
  public String name() {
    return "file";
  }

  @Override
  public Optional<String> problem(String reference) {
    return Optional.empty();
  }

  @Override
  public String read(String reference) throws IOException {
    try {
      return withoutLineEnd(FileLocation.text(reference));
    } catch (NoSuchFileException e) {
      FileNotFoundException missing = new FileNotFoundException("there is no such file here");
      missing.initCause(e);
      throw missing;
    }
  }

  private static String withoutLineEnd(String text) {
    String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
