package io.portage.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * The supervisor process and the conversation with it: one line asked, one line answered. Its
 * standard input is the lifeline: closed with this JVM at the latest.
 */
final class SupervisorLink implements AutoCloseable {
  private static final String MAIN = "io.portage.sandbox.supervisor.SupervisorMain";
  private static final String LOG = "supervisor.log";
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final BufferedReader answers;
  private final Path directory;
  private Optional<ProcessHandle> janitor = Optional.empty();

  private SupervisorLink(Process process, Path directory) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.directory = directory;
  }

  static SupervisorLink open(SandboxOptions options) {
    ServerLibrary library = ServerLibrary.locate();
    try {
      Path directory = Files.createTempDirectory(options.directory(), "portage-sandbox-");
      List<String> command = new ArrayList<>(outOfReachOfCtrlC());
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      command.add("-Dlog4j.configuration=io/portage/sandbox/log4j.properties");
      command.addAll(List.of("-cp", library.classPath(), MAIN));
      command.add(directory.toRealPath().toString());
      command.add(library.folder().toString());
      command.add(Long.toString(options.startTimeout().toMillis()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectError(directory.resolve(LOG).toFile());
      return new SupervisorLink(builder.start(), directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox's supervisor did not start", e);
    }
  }

  /**
   * Ctrl-C goes to all processes of a terminal, and this JVM may want its database until its own
   * end: the supervisor and its servers get a session of their own, or at least ignore the signal.
   */
  private static List<String> outOfReachOfCtrlC() {
    boolean setsid =
        Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "setsid")));
    return setsid
        ? List.of("setsid")
        : List.of("sh", "-c", "trap '' INT HUP; exec \"$@\"", "supervisor");
  }

  Path directory() {
    return directory;
  }

  /** Waits until both servers answer. When they do not, nothing of them is left. */
  synchronized Ready awaitReady() {
    try {
      String[] fields = answer("start the sandbox").split(" ");
      janitor = ProcessHandle.of(Long.parseLong(fields[2]));
      return new Ready(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]));
    } catch (SandboxException e) {
      close();
      removeOwnFiles();
      throw e;
    }
  }

  /** A supervisor that never ran cleared up nothing; there is no more than its log. */
  private void removeOwnFiles() {
    try {
      Files.deleteIfExists(directory.resolve(LOG));
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + directory, e);
    }
  }

  synchronized String ask(String command) {
    try {
      process.outputWriter(UTF_8).append(command).append('\n').flush();
    } catch (IOException e) {
      throw new SandboxException("cannot " + command + ": the sandbox is closed or killed", e);
    }
    return answer(command);
  }

  private String answer(String command) {
    String line;
    try {
      line = answers.readLine();
    } catch (IOException e) {
      throw new SandboxException("cannot " + command, e);
    }
    if (line == null) {
      throw new SandboxException("cannot " + command + ": the supervisor is gone. " + log());
    }
    if (!line.startsWith("ok")) {
      throw new SandboxException("cannot " + command + ": " + line.replace("\\n", "\n"));
    }
    return line.substring(2).strip();
  }

  private String log() {
    Path log = directory.resolve(LOG);
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      return "Its log cannot be read: " + e.getMessage();
    }
  }

  /** Not to be interrupted: what is not waited for would be left behind. */
  @Override
  public synchronized void close() {
    try {
      process.getOutputStream().close();
      process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, SECONDS).join();
      process.destroyForcibly();
      // Where the supervisor had to be killed, its janitor clears up without it.
      janitor.ifPresent(last -> last.onExit().orTimeout(PATIENCE_SECONDS, SECONDS).join());
    } catch (IOException | CompletionException e) {
      throw new SandboxException("the sandbox did not end", e);
    }
  }

  /** The ports of servers that answer. */
  record Ready(int kafkaPort, int postgresPort) {}
}
