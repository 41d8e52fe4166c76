package io.portage.flink;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** The jar that contains all that a cluster needs. */
final class JobJar {
  private static final String NAME = "portage-flink-job.jar";

  private JobJar() {}

  /**
   * Returns the jar in the folder that {@code type} was loaded from, or empty: then Beam stages the
   * whole class path.
   */
  static Optional<Path> beside(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      URI place = source.getLocation().toURI();
      return Optional.of(Path.of(place).resolveSibling(NAME)).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("not a file: " + source.getLocation(), e);
    }
  }
}
