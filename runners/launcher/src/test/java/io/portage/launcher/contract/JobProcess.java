package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.bench.ChildMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher in its own JVM, which a test can kill. */
public final class JobProcess implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final Process process;
  private final Path log;

  private JobProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code main} with {@code args}.
   *
   * @param environment the environment variables of the configuration
   * @param jvm options of the JVM, e.g. its heap size
   */
  static JobProcess start(
      Class<?> main, Map<String, String> environment, List<String> jvm, List<String> args)
      throws IOException {
    Path log = Files.createTempFile("portage-job-", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvm);
    command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=error");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildMain.class.getName());
    command.add(main.getName());
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new JobProcess(builder.start(), log);
  }

  /** Sends SIGKILL; returns when the process has ended. */
  public void kill() {
    end(process.destroyForcibly());
  }

  /** Sends SIGTERM and returns the exit code. */
  public int terminate() {
    process.toHandle().destroy(); // Process.destroy would close its standard input, too
    end(process);
    return process.exitValue();
  }

  private void end(Process ending) {
    try {
      assertThat(ending.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns true if the process runs. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns all output of the process. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
    Files.deleteIfExists(log);
  }
}
