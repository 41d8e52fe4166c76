package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

final class TypeConnectors implements AutoCloseable {
  private static final Path LIBRARY = Path.of("runners/sandbox/debezium/target/lib");
  private static final int PATIENCE_SECONDS = 30;
  private static final String KILLED_WITH_ITS_PARENT =
      "exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec \"$@\" 3<&- </dev/null";

  private final Process process;
  private final Path log;

  private TypeConnectors(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static TypeConnectors start(
      String bootstrapServers, Path folder, List<Map<String, String>> connectors)
      throws IOException {
    assertThat(LIBRARY).as("built by the profile \"full\"").isDirectory();
    Path worker =
        Files.writeString(
            folder.resolve("worker.properties"),
            """
            bootstrap.servers=%s
            listeners=http://127.0.0.1:0
            plugin.discovery=service_load
            offset.storage.file.filename=%s
            key.converter=org.apache.kafka.connect.json.JsonConverter
            key.converter.schemas.enable=false
            value.converter=org.apache.kafka.connect.json.JsonConverter
            value.converter.schemas.enable=false
            """
                .formatted(bootstrapServers, folder.resolve("offsets")));
    Path log = folder.resolve("connect.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                KILLED_WITH_ITS_PARENT,
                "connect",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                LIBRARY.toAbsolutePath() + "/*",
                "org.apache.kafka.connect.cli.ConnectStandalone",
                worker.toString()));
    for (Map<String, String> connector : connectors) {
      Path file = folder.resolve(connector.get("name") + ".properties");
      String text =
          new TreeMap<>(connector)
              .entrySet().stream()
                  .map(property -> property.getKey() + "=" + property.getValue() + "\n")
                  .collect(Collectors.joining());
      command.add(Files.writeString(file, text).toString());
    }
    return new TypeConnectors(
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start(),
        log);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
