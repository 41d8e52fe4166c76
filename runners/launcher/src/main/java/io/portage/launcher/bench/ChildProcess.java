package io.portage.launcher.bench;

import io.portage.config.FileLocation;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A main class of this class path in its own JVM, with the options of this JVM. */
final class ChildProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;
  private static final int LOG_TAIL = 15;

  private final String name;
  private final Process process;
  private final Path log;

  private ChildProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the process; it ends with this process at the latest.
   *
   * @param log the file for all output of the process
   */
  static ChildProcess start(
      String name, String main, List<String> args, Map<String, String> environment, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildMain.class.getName(), main));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new ChildProcess(name, builder.start(), log);
  }

  /** Returns the JVM options that a child can share. */
  static List<String> inherited(List<String> options) {
    return options.stream()
        .filter(
            option ->
                !option.startsWith("-agent")
                    && !option.startsWith("-javaagent")
                    && !option.startsWith("-XX:ArchiveClassesAtExit"))
        .toList();
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /**
   * Waits for this time.
   *
   * @throws CommandException when the process ends meanwhile, which is always a failure
   */
  void await(long millis) throws InterruptedException {
    if (process.waitFor(millis, TimeUnit.MILLISECONDS)) {
      throw failure("ended with exit code " + process.exitValue());
    }
  }

  /** Returns an exception with the problem and the last lines of the process's output. */
  CommandException failure(String what) {
    boolean usage = !process.isAlive() && process.exitValue() == ExitCode.USAGE;
    return new CommandException(
        usage ? ExitCode.USAGE : ExitCode.FAILED, name + " " + what + ". " + tail());
  }

  /** Ends the process by SIGTERM, and by force if that takes too long. */
  void stop() throws InterruptedException {
    process.toHandle().destroy(); // Process.destroy would close its standard input, too
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      close();
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log);
      return lines.isEmpty()
          ? "It printed nothing."
          : "Its output ends with:\n"
              + String.join(
                  "\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
    } catch (IOException e) {
      return "Its output, " + log + ", cannot be read: " + FileLocation.reasonOf(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
