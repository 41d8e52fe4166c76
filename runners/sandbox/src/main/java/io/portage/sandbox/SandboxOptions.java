package io.portage.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The options of a {@link Sandbox}.
 *
 * @param directory an existing folder, in which the sandbox creates its own folder and removes it
 *     at the end
 * @param startTimeout the time limit for the start of each server
 */
public record SandboxOptions(Path directory, Duration startTimeout) {

  /** Returns the defaults: the system's temporary folder, and three minutes. */
  public static SandboxOptions defaults() {
    return new SandboxOptions(Path.of(System.getProperty("java.io.tmpdir")), Duration.ofMinutes(3));
  }

  /** Returns a copy with another parent folder for the data. */
  public SandboxOptions withDirectory(Path other) {
    return new SandboxOptions(other, startTimeout);
  }

  /** Returns a copy with another time limit for the start of each server. */
  public SandboxOptions withStartTimeout(Duration other) {
    return new SandboxOptions(directory, other);
  }
}
