package io.portage.sandbox.supervisor;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.portage.sandbox.ServerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server process that can be started, stopped, killed and frozen, and keeps its data. */
abstract class ManagedServer {
  private static final System.Logger LOG = System.getLogger(ManagedServer.class.getName());
  private static final int FIRST_START_ATTEMPTS = 3;
  private static final int STOP_PATIENCE_SECONDS = 30;
  private static final int PROBE_PAUSE_MILLIS = 50;
  private static final long CHILDREN_POLL_NANOS = 5_000_000;
  private static final int LOG_TAIL = 15;

  private final String name;
  private final Path log;
  private final Duration startTimeout;
  private final Janitor janitor;
  private @Nullable Process process;
  private boolean frozen;

  ManagedServer(String name, Path root, Duration startTimeout, Janitor janitor) {
    this.name = name;
    this.log = root.resolve(name + ".log");
    this.startTimeout = startTimeout;
    this.janitor = janitor;
  }

  /** Chooses ports and writes the configuration; called again if the ports are in use. */
  abstract void configure() throws IOException, InterruptedException;

  /** Returns the command that runs the configured server in the foreground. */
  abstract List<String> command() throws IOException;

  /**
   * Returns the reason why the started server cannot be used yet; empty if it can. Tries once, for
   * at most some seconds.
   */
  abstract Optional<String> notReady();

  /** Returns the signal for an orderly shutdown that does not wait for clients. */
  abstract String stopSignal();

  /**
   * Starts the server for the first time: if it ends at once, its port may be in use, and other
   * ports are tried.
   */
  final void startFirst() throws IOException, InterruptedException {
    for (int attempt = 1; attempt < FIRST_START_ATTEMPTS; attempt++) {
      configure();
      try {
        start();
        return;
      } catch (EndedException e) {
        LOG.log(System.Logger.Level.WARNING, "attempt {0}: {1}", attempt, e.getMessage());
      }
    }
    configure();
    start();
  }

  final void start() throws IOException, InterruptedException {
    require(ServerState.STOPPED);
    ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process started = builder.start();
    process = started;
    updateJanitor();
    try {
      awaitReady(started);
    } catch (IOException e) {
      kill();
      throw e;
    }
  }

  private void awaitReady(Process started) throws IOException, InterruptedException {
    long begin = System.nanoTime();
    for (Optional<String> reason = notReady(); ; reason = notReady()) {
      if (System.nanoTime() - begin > startTimeout.toNanos()) {
        throw new IOException(
            "%s did not answer in %s: %s. %s"
                .formatted(name, startTimeout, reason.orElse("too late"), logTail()));
      }
      if (reason.isEmpty()) {
        return;
      }
      if (started.waitFor(PROBE_PAUSE_MILLIS, MILLISECONDS)) {
        throw new EndedException(name + " ended with " + started.exitValue() + ". " + logTail());
      }
    }
  }

  final void stop() throws IOException, InterruptedException {
    if (state() == ServerState.STOPPED) {
      return;
    }
    if (frozen) {
      thaw();
    }
    Process running = process();
    Signals.send(stopSignal(), running.pid());
    if (!running.waitFor(STOP_PATIENCE_SECONDS, SECONDS)) {
      kill();
      throw new IOException(name + " did not shut down in time and was killed. " + logTail());
    }
    updateJanitor();
  }

  final void kill() throws IOException, InterruptedException {
    if (state() == ServerState.STOPPED) {
      return;
    }
    if (!frozen) {
      freeze();
    }
    List<Long> all = pids();
    Signals.send("KILL", all);
    frozen = false;
    process().waitFor();
    while (all.stream().anyMatch(ManagedServer::holdsResources)) {
      LockSupport.parkNanos(CHILDREN_POLL_NANOS);
    }
    updateJanitor();
  }

  /**
   * Returns false for a zombie, which has released its resources and only waits to be reaped by
   * init.
   */
  private static boolean holdsResources(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(handle -> handle.info().command())
        .isPresent();
  }

  /** Suspends the first process first, so that it does not start children meanwhile. */
  final void freeze() throws IOException, InterruptedException {
    require(ServerState.RUNNING);
    Signals.send("STOP", process().pid());
    frozen = true;
    Signals.send("STOP", pids());
    updateJanitor();
  }

  final void thaw() throws IOException, InterruptedException {
    require(ServerState.FROZEN);
    Signals.send("CONT", pids());
    frozen = false;
    updateJanitor();
  }

  final ServerState state() {
    if (process == null || !process.isAlive()) {
      return ServerState.STOPPED;
    }
    return frozen ? ServerState.FROZEN : ServerState.RUNNING;
  }

  final long pid() throws IOException {
    if (state() == ServerState.STOPPED) {
      throw new IOException(name + " is stopped");
    }
    return process().pid();
  }

  /** Returns the process of the last start. */
  private Process process() {
    if (process == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return process;
  }

  private void require(ServerState expected) throws IOException {
    if (state() != expected) {
      throw new IOException(name + " is " + state() + ", not " + expected);
    }
  }

  /**
   * Returns the processes that do not end with their parent: all of a frozen server, else the
   * first.
   */
  private List<Long> pids() {
    if (state() == ServerState.STOPPED) {
      return List.of();
    }
    LongStream children =
        frozen ? process().descendants().mapToLong(ProcessHandle::pid) : LongStream.empty();
    return LongStream.concat(LongStream.of(process().pid()), children).boxed().toList();
  }

  private void updateJanitor() {
    janitor.note(name, pids());
  }

  private String logTail() throws IOException {
    if (!Files.exists(log)) {
      return "It logged nothing.";
    }
    try (Stream<String> lines = Files.lines(log)) {
      List<String> all = lines.toList();
      return "Its log ends with:\n"
          + String.join("\n", all.subList(Math.max(0, all.size() - LOG_TAIL), all.size()));
    }
  }

  /** The process ended before it accepted requests. */
  private static final class EndedException extends IOException {
    private static final long serialVersionUID = 1L;

    EndedException(String message) {
      super(message);
    }
  }
}
