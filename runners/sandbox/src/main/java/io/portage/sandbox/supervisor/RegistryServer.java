package io.portage.sandbox.supervisor;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A schema registry with its schemas in memory: Apicurio's distribution, in its own JVM. */
final class RegistryServer extends ManagedServer {
  private static final int PROBE_MILLIS = 5_000;

  private final Path distribution;
  private int port;

  /**
   * Creates a server that is not started.
   *
   * @param library the folder of the sandbox's artifacts; the distribution is in the module beside
   *     it
   */
  RegistryServer(Path root, Path library, Duration startTimeout, Janitor janitor) {
    super("registry", root, startTimeout, janitor);
    this.distribution = library.resolve("../../registry/target/registry").normalize();
  }

  /** Starts the server if it was never started, and returns its port. */
  int open() throws IOException, InterruptedException {
    if (port == 0) {
      startFirst();
    }
    return port;
  }

  @Override
  void configure() throws IOException {
    if (!Files.isDirectory(distribution)) {
      throw new IOException(
          "the schema registry is not in " + distribution + ": build with the profile full");
    }
    port = FreePorts.next();
  }

  @Override
  List<String> command() throws IOException {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + port,
        "-jar",
        program().toString());
  }

  private Path program() throws IOException {
    try (Stream<Path> files = Files.list(distribution)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
          .findFirst()
          .orElseThrow(() -> new IOException("no program in " + distribution));
    }
  }

  @Override
  Optional<String> notReady() {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7/subjects")
                  .toURL()
                  .openConnection();
      request.setConnectTimeout(PROBE_MILLIS);
      request.setReadTimeout(PROBE_MILLIS);
      int status = request.getResponseCode();
      return status == HttpURLConnection.HTTP_OK
          ? Optional.empty()
          : Optional.of("it answers with status " + status);
    } catch (IOException e) {
      return Optional.of(e.toString());
    }
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
