package io.portage.flink.cluster;

import io.portage.launcher.bench.ChildMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A main class of Flink's distribution in a JVM of its own, which ends with this JVM. */
final class ClusterProcess implements AutoCloseable {
  /**
   * This project's classes on its class path: the watch of the parent process, and an entry point
   * that Flink's jars lack.
   */
  private static final List<String> OURS =
      List.of(
          "io/portage/launcher/bench/ChildMain.class",
          "io/portage/flink/cluster/ApplicationEntrypoint.class");

  private static final int PATIENCE_SECONDS = 30;
  private static final List<String> OPENED =
      List.of(
          "lang",
          "lang.invoke",
          "lang.reflect",
          "io",
          "net",
          "nio",
          "text",
          "time",
          "util",
          "util.concurrent",
          "util.concurrent.atomic",
          "util.concurrent.locks");

  private final Process process;
  private final Path log;

  private ClusterProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts {@code main}.
   *
   * @param folder the cluster's, with {@code conf} in it; the log is written there under {@code
   *     name}
   */
  static ClusterProcess start(
      Path folder,
      String name,
      String main,
      Map<String, String> environment,
      List<String> jvm,
      List<String> args) {
    Path conf = folder.resolve("conf");
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    OPENED.forEach(name1 -> command.add("--add-opens=java.base/java." + name1 + "=ALL-UNNAMED"));
    command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    command.add("--add-exports=java.base/sun.net.util=ALL-UNNAMED");
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvm);
    command.add("-Dlog4j.configurationFile=" + conf.resolve("log4j.properties"));
    command.addAll(List.of("-cp", classPath(folder)));
    command.addAll(List.of(ChildMain.class.getName(), main));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("FLINK_CONF_DIR", conf.toString());
    builder.environment().putAll(environment);
    try {
      return new ClusterProcess(builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns Flink's jars and a few classes of this project. */
  private static String classPath(Path folder) {
    Path dist =
        Path.of(System.getProperty("portage.flink.dist", "runners/flink/target/flink-dist"));
    Path ours = folder.resolve("classes");
    try (Stream<Path> jars = Files.list(dist)) {
      for (String name : OURS) {
        copy(name, ours.resolve(name));
      }
      List<String> entries = new ArrayList<>(jars.map(Path::toString).sorted().toList());
      entries.add(ours.toString());
      return String.join(":", entries);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(String name, Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.createDirectories(to.getParent());
      try (InputStream type = ClusterProcess.class.getClassLoader().getResourceAsStream(name)) {
        Files.write(to, type.readAllBytes());
      }
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Returns all output. */
  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  int awaitEnd(int seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        throw new IllegalStateException("still running after " + seconds + " s:\n" + log());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs {@code kill -9}; returns when the process has ended. */
  void kill() {
    process.destroyForcibly();
    awaitEnd(PATIENCE_SECONDS);
  }

  @Override
  public void close() {
    kill();
  }
}
