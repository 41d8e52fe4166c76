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
 * The connection to the supervisor process: each request and each answer is one line. The
 * supervisor ends when its standard input ends, which is at this JVM's end at the latest.
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
   * Returns a command prefix that protects the supervisor and its servers from Ctrl-C, which a
   * terminal sends to all its processes: this JVM may need its database until its own end. The
   * prefix starts a separate session, or else ignores the signal.
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

  /**
   * Waits until both servers accept requests. After a failure, their processes and data are
   * removed.
   */
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

  /** Removes the log and the folder, the only files of a supervisor that did not start. */
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

  /** Cannot be interrupted: the servers could otherwise outlive this call. */
  @Override
  public synchronized void close() {
    try {
      process.getOutputStream().close();
      process.onExit().completeOnTimeout(process, PATIENCE_SECONDS, SECONDS).join();
      process.destroyForcibly();
      // If the supervisor had to be killed, its janitor still removes the servers.
      janitor.ifPresent(last -> last.onExit().orTimeout(PATIENCE_SECONDS, SECONDS).join());
    } catch (IOException | CompletionException e) {
      throw new SandboxException("the sandbox did not end", e);
    }
  }

  /** The ports of both servers, which accept requests. */
  record Ready(int kafkaPort, int postgresPort) {}
}
