package io.portage.flink.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The configuration that an operator of a small cluster writes. */
final class ClusterConf {
  /**
   * The values that Flink's start script computes; a TaskManager started without it needs all of
   * them.
   */
  private static final Map<String, String> MEMORY =
      Map.ofEntries(
          Map.entry("taskmanager.cpu.cores", "2.0"),
          Map.entry("taskmanager.memory.framework.heap.size", "128mb"),
          Map.entry("taskmanager.memory.task.heap.size", "512mb"),
          Map.entry("taskmanager.memory.framework.off-heap.size", "128mb"),
          Map.entry("taskmanager.memory.task.off-heap.size", "0mb"),
          Map.entry("taskmanager.memory.network.min", "64mb"),
          Map.entry("taskmanager.memory.network.max", "64mb"),
          Map.entry("taskmanager.memory.managed.size", "32mb"),
          Map.entry("taskmanager.memory.jvm-metaspace.size", "256mb"),
          Map.entry("taskmanager.memory.jvm-overhead.min", "192mb"),
          Map.entry("taskmanager.memory.jvm-overhead.max", "192mb"));

  static final String TASK_HEAP = "-Xmx640m";

  /** Flink's default; the classes of ended jobs must not fill it. */
  static final String METASPACE = "-XX:MaxMetaspaceSize=256m";

  static final int SLOTS = 2;

  private static final String LOG4J =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.console.ref = Console
      appender.console.name = Console
      appender.console.type = CONSOLE
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss,SSS} %-5p %c{1} - %m%n
      logger.kafka.name = org.apache.kafka
      logger.kafka.level = ERROR
      """;

  private ClusterConf() {}

  /** Writes {@code conf} into {@code folder}; {@code settings} take precedence. */
  static void write(Path folder, int restPort, Map<String, String> settings) throws IOException {
    Map<String, String> all = new TreeMap<>(MEMORY);
    all.put("jobmanager.rpc.address", "localhost");
    all.put("jobmanager.rpc.port", Integer.toString(freePort()));
    all.put("jobmanager.bind-host", "127.0.0.1");
    all.put("jobmanager.memory.process.size", "1024m");
    all.put("taskmanager.host", "localhost");
    all.put("taskmanager.bind-host", "127.0.0.1");
    all.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
    all.put("rest.address", "localhost");
    all.put("rest.bind-address", "127.0.0.1");
    all.put("rest.port", Integer.toString(restPort));
    all.put("rest.bind-port", Integer.toString(restPort));
    all.put("io.tmp.dirs", folder.resolve("tmp").toString());
    all.put("web.upload.dir", folder.resolve("upload").toString());
    all.put("state.checkpoints.dir", folder.resolve("checkpoints").toUri().toString());
    all.put("state.savepoints.dir", folder.resolve("savepoints").toUri().toString());
    // a killed TaskManager is noticed within seconds
    all.put("heartbeat.interval", "1000");
    all.put("heartbeat.timeout", "15000");
    all.put("metrics.fetcher.update-interval", "1000");
    all.put("metrics.reporters", "prom");
    all.put(
        "metrics.reporter.prom.factory.class",
        "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
    all.putAll(settings);
    StringBuilder text = new StringBuilder();
    all.forEach((key, value) -> text.append(key).append(": \"").append(value).append("\"\n"));
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.createDirectories(folder.resolve("tmp"));
    Files.writeString(conf.resolve("config.yaml"), text);
    Files.writeString(conf.resolve("log4j.properties"), LOG4J);
  }

  /** Returns a port without a listener, to be used at once. */
  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
