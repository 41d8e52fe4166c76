package io.portage.sandbox.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.portage.sandbox.SandboxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A standalone Kafka Connect worker in its own JVM, with Debezium's connectors for PostgreSQL and
 * MariaDB, the JSON converter and Apicurio's Avro converter. Connectors are created by the worker's
 * REST interface, as many as wanted. The worker is killed when this object is closed or this JVM
 * ends.
 *
 * <p>It creates the topics of its connectors, with one partition each and unlimited retention.
 */
public final class ConnectWorker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int POLL_MILLIS = 50;

  /** Runs the command, watched by a child that kills it when standard input ends. */
  private static final String KILLED_WITH_ITS_PARENT =
      "exec 3<&0; (cat <&3 >/dev/null; kill -9 $$) & exec \"$@\" 3<&- </dev/null";

  private static final Pattern ADDRESS =
      Pattern.compile("REST server listening at (http://127\\.0\\.0\\.1:\\d+)");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private String address = "";

  private ConnectWorker(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a worker; it accepts connectors when this returns.
   *
   * @param bootstrapServers the broker's address
   * @param folder an existing one for the worker's files
   * @throws SandboxException when the libraries are not built, or the worker does not start
   */
  public static ConnectWorker start(String bootstrapServers, Path folder) {
    Path library = ConnectLibrary.locate();
    try {
      Path properties =
          Files.writeString(
              folder.resolve("worker.properties"),
              """
              bootstrap.servers=%s
              listeners=http://127.0.0.1:0
              plugin.discovery=service_load
              offset.storage.file.filename=%s
              offset.flush.interval.ms=1000
              key.converter=org.apache.kafka.connect.json.JsonConverter
              value.converter=org.apache.kafka.connect.json.JsonConverter
              """
                  .formatted(bootstrapServers, folder.resolve("offsets")));
      Path log = folder.resolve("connect.log");
      ProcessBuilder builder =
          new ProcessBuilder(
              List.of(
                  "sh",
                  "-c",
                  KILLED_WITH_ITS_PARENT,
                  "connect",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx768m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.connect.runtime.rest=info",
                  "-cp",
                  library + "/*",
                  "org.apache.kafka.connect.cli.ConnectStandalone",
                  properties.toString()));
      ConnectWorker worker =
          new ConnectWorker(
              builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
      worker.awaitStart();
      return worker;
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka Connect did not start", e);
    }
  }

  private void awaitStart() {
    await("the worker did not start", this::listens);
    await("the worker does not answer", () -> send("GET", "/connectors", null).status() == 200);
  }

  private boolean listens() {
    Matcher matcher = ADDRESS.matcher(log());
    boolean found = matcher.find();
    if (found) {
      address = matcher.group(1);
    }
    return found;
  }

  /**
   * Creates a connector and returns when its task runs, which is before its snapshot ends.
   *
   * @param name the connector's name
   * @param properties its configuration; properties of topic creation have defaults
   * @throws SandboxException when the worker refuses the configuration, or the task fails
   */
  public void create(String name, Map<String, String> properties) {
    submit(name, properties);
    await(name + " does not run", () -> runs(name));
  }

  /**
   * Creates a connector without waiting for its task, which may wait in the source database.
   *
   * @param name the connector's name
   * @param properties its configuration; properties of topic creation have defaults
   * @throws SandboxException when the worker refuses the configuration
   */
  public void submit(String name, Map<String, String> properties) {
    Map<String, String> all = new TreeMap<>();
    all.put("topic.creation.default.partitions", "1");
    all.put("topic.creation.default.replication.factor", "1");
    all.put("topic.creation.default.retention.ms", "-1");
    all.putAll(properties);
    Answer answer = send("PUT", "/connectors/" + name + "/config", JsonText.object(all));
    if (answer.status() >= 300) {
      throw new SandboxException("the worker refuses " + name + ": " + answer.body());
    }
  }

  /** Stops and removes a connector; its offsets stay. */
  public void delete(String name) {
    Answer answer = send("DELETE", "/connectors/" + name, null);
    if (answer.status() >= 300) {
      throw new SandboxException("the worker does not remove " + name + ": " + answer.body());
    }
  }

  /**
   * Returns true if the connector and its task run, false if they have not started yet.
   *
   * @throws SandboxException when one of them has failed, with its error
   */
  public boolean runs(String name) {
    String status = send("GET", "/connectors/" + name + "/status", null).body();
    if (status.contains("\"state\":\"FAILED\"")) {
      throw new SandboxException(name + " has failed: " + status);
    }
    return status.split("\"state\":\"RUNNING\"", -1).length > 2;
  }

  /** Returns the URL of the worker's REST interface. */
  public String address() {
    return address;
  }

  /** Returns true if the process runs, even if a connector has failed. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Returns all output. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void await(String failure, Supplier<Boolean> condition) {
    long begin = System.nanoTime();
    while (!condition.get()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos() || ended()) {
        throw new SandboxException(failure + ". It printed:\n" + log());
      }
    }
  }

  /** Waits a moment; returns true if the process has ended. */
  private boolean ended() {
    try {
      return process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }

  private Answer send(String method, String path, @Nullable String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .timeout(PATIENCE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body, UTF_8))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException("Kafka Connect printed:\n" + log(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }

  /** Ends the worker in order: its connectors' records are in Kafka when this returns. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    long begin = System.nanoTime();
    while (!ended()) {
      if (System.nanoTime() - begin > PATIENCE.toNanos()) {
        throw new SandboxException("the worker does not end. It printed:\n" + log());
      }
    }
  }

  private record Answer(int status, String body) {}
}
