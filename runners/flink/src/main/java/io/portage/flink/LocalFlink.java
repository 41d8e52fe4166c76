package io.portage.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ConfigurationUtils;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a Flink in this process. It listens on the loopback address only, because
 * Flink's REST interface has no authentication. Settings in the user's configuration (the folder of
 * {@code --flinkConfDir}, else of the variable {@code FLINK_CONF_DIR}) take precedence.
 */
final class LocalFlink {
  private static final String FOLDER = "--flinkConfDir=";
  private static final String LOOPBACK = "127.0.0.1";
  private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(64);
  private static final int FIRST_PORT = 8081;
  private static final int LAST_PORT = 8180;

  private LocalFlink() {}

  /** Starts and stops Flink's RPC system, which is slow the first time. */
  static void warmUp() {
    try (RpcSystem system = RpcSystem.load()) {
      RpcService service = system.localServiceBuilder(new Configuration()).createAndStart();
      service.closeAsync().join();
    } catch (Exception e) {
      throw new IllegalStateException("Flink's RPC system cannot be started", e);
    }
  }

  /**
   * Returns the options with {@code --flinkConfDir} set to a folder with the complete
   * configuration.
   */
  static List<String> settle(List<String> given) {
    List<String> settled = new ArrayList<>(given);
    settled.removeIf(option -> option.startsWith(FOLDER));
    String folder = folder(given);
    Configuration flink =
        folder == null
            ? GlobalConfiguration.loadConfiguration()
            : GlobalConfiguration.loadConfiguration(folder);
    if (!flink.contains(RestOptions.BIND_PORT)) {
      flink.set(RestOptions.BIND_PORT, port());
    }
    unlessSet(flink, RestOptions.BIND_ADDRESS);
    unlessSet(flink, JobManagerOptions.BIND_HOST);
    unlessSet(flink, TaskManagerOptions.BIND_HOST);
    unlessSet(flink, TaskManagerOptions.HOST);
    if (!flink.contains(TaskManagerOptions.MANAGED_MEMORY_SIZE)
        && !flink.contains(TaskManagerOptions.MANAGED_MEMORY_FRACTION)) {
      // Unused by this job. Beam would measure the heap for it, after a full garbage collection.
      flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY);
    }
    observe(flink);
    settled.add(FOLDER + write(flink));
    return settled;
  }

  /** Returns the address of the REST interface of a Flink with these completed options. */
  static String address(List<String> settled) {
    Configuration flink = GlobalConfiguration.loadConfiguration(folder(settled));
    return "http://"
        + flink.get(RestOptions.BIND_ADDRESS)
        + ":"
        + flink.get(RestOptions.BIND_PORT).split("[-,]", 2)[0];
  }

  /**
   * Registers the listener and the metric reporter through which this process sees the job and its
   * counters.
   */
  private static void observe(Configuration flink) {
    List<String> listeners =
        new ArrayList<>(flink.getOptional(DeploymentOptions.JOB_LISTENERS).orElse(List.of()));
    listeners.add(EmbeddedJob.class.getName());
    flink.set(DeploymentOptions.JOB_LISTENERS, listeners);
    flink.setString("metrics.reporter.portage.factory.class", LiveCounters.class.getName());
  }

  private static @Nullable String folder(List<String> options) {
    return options.stream()
        .filter(option -> option.startsWith(FOLDER))
        .map(option -> option.substring(FOLDER.length()))
        .reduce((first, last) -> last)
        .orElse(null);
  }

  private static void unlessSet(Configuration flink, ConfigOption<String> option) {
    if (!flink.contains(option)) {
      flink.set(option, LOOPBACK);
    }
  }

  /**
   * Returns the range from the first free port to the last usual one, because another process may
   * take the first in the meantime; any port if none of Flink's usual ports is free.
   */
  private static String port() {
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (isFree(port)) {
        return port + "-" + LAST_PORT;
      }
    }
    return "0";
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  /**
   * Returns the file name of the mode that Flink is in: the encoding of a list is readable only in
   * the file of its own mode.
   */
  private static String fileName() {
    return GlobalConfiguration.isStandardYaml()
        ? GlobalConfiguration.FLINK_CONF_FILENAME
        : GlobalConfiguration.LEGACY_FLINK_CONF_FILENAME;
  }

  private static Path write(Configuration flink) {
    try {
      Path folder = Files.createTempDirectory("portage-flink-");
      Path file = folder.resolve(fileName());
      Files.write(file, ConfigurationUtils.convertConfigToWritableLines(flink, true));
      // Deleted in reverse order: the file first.
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("Flink's configuration cannot be written", e);
    }
  }
}
