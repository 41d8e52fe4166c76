package io.portage.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Flink's own configuration for a job in this process; {@code --flinkConfDir} replaces it. */
final class EmbeddedConf {
  private static final List<String> LINES =
      List.of(
          "execution.job-listeners: " + EmbeddedJob.class.getName(),
          "metrics.reporter.portage.factory.class: " + LiveCounters.class.getName());

  private EmbeddedConf() {}

  /** Writes it to a new folder, which goes when the process ends. */
  static Path write() {
    try {
      Path folder = Files.createTempDirectory("portage-flink-");
      Path file = Files.write(folder.resolve("flink-conf.yaml"), LINES);
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("embedded Flink's configuration cannot be written", e);
    }
  }
}
