package io.portage.sandbox.supervisor;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The main class of the broker's process: formats a new storage folder, then runs Kafka. */
public final class KafkaMain {
  private KafkaMain() {}

  /**
   * Runs until the process is stopped.
   *
   * @param args the file of server properties, the cluster id
   */
  public static void main(String[] args) throws IOException {
    String properties = args[0];
    if (!Files.exists(data(properties).resolve("meta.properties"))) {
      String[] format = {"format", "--config", properties, "--cluster-id", args[1]};
      int exit = StorageTool.execute(format, System.out);
      if (exit != 0) {
        System.exit(exit);
      }
    }
    Kafka.main(new String[] {properties});
  }

  private static Path data(String properties) throws IOException {
    Properties config = new Properties();
    try (InputStream in = new FileInputStream(properties)) {
      config.load(in);
    }
    return Path.of(config.getProperty("log.dirs"));
  }
}
