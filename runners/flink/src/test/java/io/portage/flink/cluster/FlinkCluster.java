package io.portage.flink.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A standalone session cluster: a JobManager and TaskManagers of {@value ClusterConf#SLOTS} slots,
 * each in its own process, from the jars of Flink's distribution.
 *
 * <p>All processes end when it is closed or when this JVM ends. Not thread-safe.
 */
public final class FlinkCluster implements AutoCloseable {
  private static final String PROM_PORT = "metrics.reporter.prom.port";

  private final Path folder;
  private final Map<String, String> environment;
  private final int restPort;
  private final ClusterProcess jobManager;
  private final int jobManagerPrometheus;
  private final Map<ClusterProcess, Integer> taskManagers = new LinkedHashMap<>();
  private final FlinkRest rest;
  private int started;

  private FlinkCluster(
      Path folder,
      Map<String, String> environment,
      int restPort,
      ClusterProcess jobManager,
      int jobManagerPrometheus) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.restPort = restPort;
    this.jobManager = jobManager;
    this.jobManagerPrometheus = jobManagerPrometheus;
    this.rest = new FlinkRest(URI.create("http://localhost:" + restPort));
  }

  /** Starts a cluster with {@code taskManagers} TaskManagers, ready for jobs. */
  public static FlinkCluster start(int taskManagers) throws IOException {
    return start(taskManagers, Map.of(), Map.of());
  }

  /**
   * Starts a cluster with additional settings of Flink and environment variables for each process:
   * the configuration of a job submitted by REST uses the JobManager's variables, and secrets are
   * also read by the TaskManagers.
   */
  public static FlinkCluster start(
      int taskManagers, Map<String, String> settings, Map<String, String> environment)
      throws IOException {
    return start(
        taskManagers,
        settings,
        environment,
        "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
        conf -> List.of("--configDir", conf.toString()));
  }

  /**
   * Starts an application cluster, whose JobManager runs the jar's main class with these arguments.
   */
  public static FlinkCluster startApplication(
      int taskManagers, Map<String, String> environment, Path jar, List<String> args)
      throws IOException {
    return start(
        taskManagers,
        Map.of(),
        environment,
        ApplicationEntrypoint.class.getName(),
        conf -> {
          List<String> all = new ArrayList<>(List.of(conf.toString(), jar.toString()));
          all.addAll(args);
          return all;
        });
  }

  private static FlinkCluster start(
      int taskManagers,
      Map<String, String> settings,
      Map<String, String> environment,
      String main,
      Function<Path, List<String>> args)
      throws IOException {
    Path folder = Files.createTempDirectory("portage-flink-");
    int restPort = ClusterConf.freePort();
    int prometheus = ClusterConf.freePort();
    Map<String, String> all = new HashMap<>(settings);
    all.put(PROM_PORT, Integer.toString(prometheus));
    ClusterConf.write(folder, restPort, all);
    ClusterProcess jobManager =
        ClusterProcess.start(
            folder,
            "jobmanager",
            main,
            environment,
            List.of("-Xmx512m", ClusterConf.METASPACE),
            args.apply(folder.resolve("conf")));
    FlinkCluster cluster = new FlinkCluster(folder, environment, restPort, jobManager, prometheus);
    try {
      for (int i = 0; i < taskManagers; i++) {
        cluster.startTaskManager();
      }
      cluster.awaitSlots(taskManagers * ClusterConf.SLOTS);
      return cluster;
    } catch (IOException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** Starts another TaskManager and does not wait for it. */
  public void startTaskManager() throws IOException {
    int prometheus = ClusterConf.freePort();
    taskManagers.put(
        ClusterProcess.start(
            folder,
            "taskmanager-" + ++started,
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            environment,
            List.of(ClusterConf.TASK_HEAP, "-XX:MaxDirectMemorySize=320m", ClusterConf.METASPACE),
            List.of(
                "--configDir",
                folder.resolve("conf").toString(),
                "-D",
                PROM_PORT + "=" + prometheus)),
        prometheus);
  }

  /** Runs {@code kill -9} on the TaskManager that has run longest. */
  public void killTaskManager() {
    ClusterProcess first = taskManagers.keySet().iterator().next();
    first.kill();
    taskManagers.remove(first);
  }

  /** Waits until {@code slots} slots are registered. */
  public void awaitSlots(int slots) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(200))
        .failFast(() -> requireAlive())
        .until(() -> rest.isUp() && rest.slots() >= slots);
  }

  private void requireAlive() {
    if (!jobManager.isAlive()) {
      throw new IllegalStateException("the JobManager ended:\n" + jobManager.log());
    }
    for (ClusterProcess taskManager : taskManagers.keySet()) {
      if (!taskManager.isAlive()) {
        throw new IllegalStateException("a TaskManager ended:\n" + taskManager.log());
      }
    }
  }

  /** Returns its REST API. */
  public FlinkRest rest() {
    return rest;
  }

  /** Returns the value of {@code --flinkMaster}. */
  public String master() {
    return "localhost:" + restPort;
  }

  /** Returns the addresses at which Prometheus scrapes the running TaskManagers. */
  public List<URI> prometheusUrls() {
    return taskManagers.values().stream().map(FlinkCluster::metrics).toList();
  }

  /** Returns the address at which Prometheus scrapes the JobManager. */
  public URI jobManagerPrometheusUrl() {
    return metrics(jobManagerPrometheus);
  }

  private static URI metrics(int port) {
    return URI.create("http://localhost:" + port + "/metrics");
  }

  /**
   * Runs Flink's command line, e.g. {@code run job.jar}, until it exits with 0.
   *
   * @return its output
   */
  public String client(Map<String, String> environment, String... args) {
    try (ClusterProcess client = startClient(environment, args)) {
      int exit = client.awaitEnd(120);
      if (exit != 0) {
        throw new IllegalStateException("exit code " + exit + ":\n" + client.log());
      }
      return client.log();
    }
  }

  /** Starts Flink's command line without waiting for its end. */
  ClusterProcess startClient(Map<String, String> environment, String... args) {
    return ClusterProcess.start(
        folder,
        "client-" + ++started,
        "org.apache.flink.client.cli.CliFrontend",
        environment,
        List.of("-Xmx400m"),
        List.of(args));
  }

  /**
   * Returns the folder of checkpoints, savepoints and the logs of all processes ({@code *.log}).
   */
  public Path folder() {
    return folder;
  }

  /** Returns the logs of the JobManager and the running TaskManagers. */
  public String logs() {
    List<String> logs = new ArrayList<>(List.of(jobManager.log()));
    taskManagers.keySet().forEach(taskManager -> logs.add(taskManager.log()));
    return String.join("\n=====\n", logs);
  }

  /** Returns true if the JobManager runs. */
  public boolean isAlive() {
    return jobManager.isAlive();
  }

  @Override
  public void close() throws IOException {
    taskManagers.keySet().forEach(ClusterProcess::kill);
    jobManager.kill();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
