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
record Holder(Process process, Path directory, List<ProcessHandle> processes) {

  static Holder start(String... arguments) throws IOException {
    return start(List.of(), Map.of(), System.getProperty("java.class.path"), List.of(arguments));
  }

  static Holder start(
      List<String> prefix,
      Map<String, String> environment,
      String classPath,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-cp", classPath, HolderMain.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader output = process.inputReader(UTF_8);
    String directory = output.readLine();
    String pids = output.readLine();
    String holding = output.readLine();
    assertThat(holding).as("%s %s", directory, pids).isEqualTo("holding");
    return new Holder(process, Path.of(directory), Processes.of(Stream.of(pids.split(" "))));
  }

  ProcessHandle supervisor() {
    return processes.get(0);
  }

  /** All of it is gone, within seconds. */
  void awaitNothingLeft() {
    Processes.awaitEnd(processes);
    await().untilAsserted(() -> assertThat(directory).doesNotExist());
  }
}
