package io.portage.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A child JVM that holds a sandbox. */
record SandboxHolder(Process process, Path directory, List<ProcessHandle> processes) {

  /** Resets the signals that a background job's shell or nohup makes the build ignore. */
  private static final List<String> DEFAULT_SIGNALS = List.of("env", "--default-signal=INT,HUP");

  /** Starts the child so that SIGINT and SIGHUP end it even if this JVM ignores them. */
  static SandboxHolder start(String... arguments) throws IOException {
    return start(
        resetsSignals() ? DEFAULT_SIGNALS : List.of(),
        Map.of(),
        System.getProperty("java.class.path"),
        List.of(arguments));
  }

  /**
   * A child inherits the ignored signals of its parent, and neither Java nor a shell can reset
   * them. If {@code env} cannot either (one other than GNU's), tests of these signals need a build
   * in the foreground.
   */
  private static boolean resetsSignals() throws IOException {
    Process probe =
        new ProcessBuilder(Stream.concat(DEFAULT_SIGNALS.stream(), Stream.of("true")).toList())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return probe.onExit().join().exitValue() == 0;
  }

  static SandboxHolder start(
      List<String> prefix,
      Map<String, String> environment,
      String classPath,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", classPath, SandboxHolderMain.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader output = process.inputReader(UTF_8);
    String directory = output.readLine();
    String pids = output.readLine();
    String holding = output.readLine();
    assertThat(holding).as("%s %s", directory, pids).isEqualTo("holding");
    return new SandboxHolder(process, Path.of(directory), Processes.of(Stream.of(pids.split(" "))));
  }

  ProcessHandle supervisor() {
    return processes.get(0);
  }

  /** Waits until its processes and files are gone, for some seconds at most. */
  void awaitNothingLeft() {
    Processes.awaitEnd(processes);
    await().untilAsserted(() -> assertThat(directory).doesNotExist());
  }
}
