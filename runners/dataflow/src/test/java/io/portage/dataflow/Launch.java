package io.portage.dataflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A main class in its own process, with the class path that the launcher's script sets.
 *
 * @param code the exit code
 * @param output its output
 */
record Launch(int code, String output) {
  private static final Path TARGET = Path.of("runners", "dataflow", "target");

  /** Runs {@code main} to its end. */
  static Launch of(
      Path folder, Class<?> main, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "launch", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                TARGET.resolve("portage-runner-dataflow.jar") + ":" + TARGET.resolve("lib") + "/*",
                main.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    try {
      if (!process.waitFor(4, TimeUnit.MINUTES)) {
        throw new IOException("still running: " + Files.readString(output));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Launch(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
