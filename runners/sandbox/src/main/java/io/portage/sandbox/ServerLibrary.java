package io.portage.sandbox;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of the servers' artifacts: the system property {@code portage.sandbox.lib} if set,
 * else {@code target/lib} of this module, relative to the location of this class.
 */
record ServerLibrary(Path folder, Path code) {
  private static final String PROPERTY = "portage.sandbox.lib";

  static ServerLibrary locate() {
    Path code = loadedFrom();
    Optional<Path> named = Optional.ofNullable(System.getProperty(PROPERTY)).map(Path::of);
    return candidates(named, code)
        .map(Path::toAbsolutePath)
        .map(Path::normalize)
        .filter(ServerLibrary::holdsServers)
        .findFirst()
        .map(folder -> new ServerLibrary(folder, code))
        .orElseThrow(
            () ->
                new SandboxException(
                    "the servers' artifacts are not in "
                        + candidates(named, code).map(Path::toString).toList()
                        + ": build the module (mvn process-classes), or name their folder with -D"
                        + PROPERTY
                        + "=..."));
  }

  /**
   * The configured folder alone; else the one next to target/classes or the jar; else the one
   * relative to a runner's lib folder.
   */
  private static Stream<Path> candidates(Optional<Path> named, Path code) {
    return named
        .map(Stream::of)
        .orElseGet(
            () ->
                Stream.of(
                    code.resolveSibling("lib"),
                    code.resolve("../../../../sandbox/target/lib").normalize()));
  }

  private static boolean holdsServers(Path folder) {
    String[] jars = folder.toFile().list((dir, name) -> name.startsWith("kafka_"));
    return Files.isDirectory(folder) && jars != null && jars.length > 0;
  }

  private static Path loadedFrom() {
    try {
      return Path.of(
          ServerLibrary.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new SandboxException("this class was not loaded from a folder or a jar", e);
    }
  }

  String classPath() {
    return code + File.pathSeparator + folder.resolve("*");
  }
}
