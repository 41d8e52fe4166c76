package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Debezium's PostgreSQL connector in a Kafka Connect worker, in its own JVM with its own libraries:
 * it takes a snapshot of one table of the sandbox, then streams it, all into one topic. The worker
 * is killed when this object is closed or this JVM ends.
 */
final class DebeziumProcess implements AutoCloseable {
  private static final Path LIBRARY = Path.of("runners/sandbox/debezium/target/lib");
  private static final int PATIENCE_SECONDS = 30;

  /** Runs the command, watched by a child that kills it when standard input ends. */
  private static final String KILLED_WITH_ITS_PARENT =
      "exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec \"$@\" 3<&- </dev/null";

  private final Process process;
  private final Path log;

  private DebeziumProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts the worker; it creates the slot and the publication itself.
   *
   * @param folder an empty one for its files
   * @param table schema and name, in the sandbox's database
   * @param topic for all events, existing; also the name of the slot and the publication
   */
  static DebeziumProcess start(Sandbox sandbox, Path folder, String table, String topic)
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
                .formatted(sandbox.bootstrapServers(), folder.resolve("offsets")));
    Path connector =
        Files.writeString(
            folder.resolve("connector.properties"),
            """
            name=%3$s
            connector.class=io.debezium.connector.postgresql.PostgresConnector
            database.hostname=127.0.0.1
            database.port=%1$d
            database.user=postgres
            database.password=postgres
            database.dbname=appdb
            plugin.name=pgoutput
            slot.name=%3$s
            publication.name=%3$s
            publication.autocreate.mode=filtered
            table.include.list=%2$s
            topic.prefix=%3$s
            transforms=one
            transforms.one.type=org.apache.kafka.connect.transforms.RegexRouter
            transforms.one.regex=.*
            transforms.one.replacement=%3$s
            """
                .formatted(sandbox.postgres().port(), table, topic));
    Path log = folder.resolve("connect.log");
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                "sh",
                "-c",
                KILLED_WITH_ITS_PARENT,
                "connect",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                LIBRARY.toAbsolutePath() + "/*",
                "org.apache.kafka.connect.cli.ConnectStandalone",
                worker.toString(),
                connector.toString()));
    return new DebeziumProcess(
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
  }

  /** Returns true if the process runs, even if its connector has failed. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Returns all output. */
  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    assertThat(process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
