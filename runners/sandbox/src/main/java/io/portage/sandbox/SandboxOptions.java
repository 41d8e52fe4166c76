package io.portage.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How to start a {@link Sandbox}.
 *
 * @param directory an existing folder in which the sandbox makes, and at its end removes, one of
 *     its own
 * @param startTimeout how long each server may take until it answers
 */
public record SandboxOptions(Path directory, Duration startTimeout) {

  /** The folder for temporary files, and a minute. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(Path.of(System.getProperty("java.io.tmpdir")), Duration.ofMinutes(1));
  }

  /** The same with another parent folder for the data. */
  public SandboxOptions withDirectory(Path other) {
    return new SandboxOptions(other, startTimeout);
  }

  /** The same with another bound for the start of each server. */
  public SandboxOptions withStartTimeout(Duration other) {
    return new SandboxOptions(directory, other);
  }
}
