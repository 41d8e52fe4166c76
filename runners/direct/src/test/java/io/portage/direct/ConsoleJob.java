package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.Portage;
import io.portage.launcher.console.ApiContract;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** A job with dead letters, and a console over it in this process. */
final class ConsoleJob implements AutoCloseable {
  /** A text that would run as a script if a page took it for HTML. */
  static final String SCRIPT = "<img src=x onerror=document.title=1><script>alert(1)</script>";

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  private final HttpClient client = HttpClient.newHttpClient();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ApiContract contract;
  private final Thread thread;
  final TestJob job;
  final Path config;
  final String table;
  final String address;

  /** Starts a console over a configuration whose name is {@code console}. */
  ConsoleJob(TestJob job, Path config, String... options) throws Exception {
    this.job = job;
    this.config = config;
    this.table = job.topic() + "_table";
    this.contract = ApiContract.read();
    String[] arguments =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("console", "--config=" + config, "--port=0"),
                Arrays.stream(options))
            .toArray(String[]::new);
    this.thread =
        new Thread(
            () ->
                Portage.execute(
                    new Main.DirectEngine(),
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    arguments));
    thread.setDaemon(true);
    thread.start();
    Awaitility.await().until(() -> !thread.isAlive() || ADDRESS.matcher(out.toString()).find());
    Matcher found = ADDRESS.matcher(out.toString());
    assertThat(found.find()).describedAs(out.toString() + err).isTrue();
    this.address = found.group();
  }

  /**
   * Carries five records: two versions of row 1, one of row 2 whose name is too long for its
   * column, a script instead of JSON, and row 4. The source's table has another body of row 1, and
   * row 2. Then starts a console that shows and allows everything.
   */
  static ConsoleJob start(Sandbox sandbox, Path folder) throws Exception {
    return start(sandbox, folder, sandbox.jdbcUrl());
  }

  /** As {@link #start(Sandbox, Path)}, with another way to the database. */
  static ConsoleJob start(Sandbox sandbox, Path folder, String jdbcUrl) throws Exception {
    return start(sandbox, folder, jdbcUrl, Commands.job(sandbox, "console", 1), "numeric");
  }

  /** As {@link #start(Sandbox, Path)}, with the sandbox's MariaDB as the target. */
  static ConsoleJob startOverMariaDb(Sandbox sandbox, Path folder) throws Exception {
    TestJob job = Commands.job(sandbox, "console", 1).intoMariaDb();
    return start(sandbox, folder, sandbox.mariaDb().jdbcUrl(), job, "decimal(65,0)");
  }

  private static ConsoleJob start(
      Sandbox sandbox, Path folder, String jdbcUrl, TestJob job, String version) throws Exception {
    String table = job.topic() + "_table";
    job.database()
        .execute(
            "CREATE TABLE "
                + table
                + " (id bigint PRIMARY KEY, name varchar(5), body text, v "
                + version
                + ")");
    TargetDatabase source =
        new TargetDatabase(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
    source.execute(
        "CREATE TABLE " + job.topic() + " (id bigint PRIMARY KEY, name varchar(20), body text)");
    source.execute(
        "INSERT INTO "
            + job.topic()
            + " VALUES (1, 'new', 'b'), (2, 'too long', 'b'), (4, 'four', 'd')");
    Path config =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: console
            source:
              kafka: {bootstrapServers: '%s', topics: [%s], groupId: %s_group}
              format: envelope-json
              jdbc: {url: '%s', user: '%s', password: '%s'}
            tables:
              - from: %s
                to: %s
                key: [id]
                deletes: hard
                metadata: {version: v}
            target:
              jdbc: {url: '%s', user: '%s', password: '%s'}
              tombstones: %s_stones
            deadLetters: {kafka: {topic: %s_dlq, spill: '%s'}}
            """
                .formatted(
                    sandbox.bootstrapServers(),
                    job.topic(),
                    job.topic(),
                    sandbox.jdbcUrl(),
                    sandbox.user(),
                    sandbox.password(),
                    job.topic(),
                    table,
                    jdbcUrl,
                    sandbox.user(),
                    sandbox.password(),
                    table,
                    job.topic(),
                    folder.resolve("spilled")));
    job.publish(
        java.util.List.of(
            Commands.event(0, "1", upsert(1, "old", "a", 1)),
            Commands.event(0, "1", upsert(1, "new", SCRIPT, 2)),
            Commands.event(0, "2", upsert(2, "too long", "b", 3)),
            Commands.event(0, SCRIPT, SCRIPT),
            Commands.event(0, "4", upsert(4, "four", "d", 4))));
    assertThat(Commands.portage("run", "--config=" + config, "--until=end", "--dead-letters=ok"))
        .contains("balanced");
    return new ConsoleJob(
        job,
        config,
        "--allow-actions",
        "--show-values",
        "--flink=http://127.0.0.1:1",
        "--verify-report=console=" + folder.resolve("verify.json"),
        "--verify-state=console=" + folder.resolve("verify.state"),
        "--cutover-report=console=" + folder.resolve("cutover.json"));
  }

  static String upsert(long id, String name, String body, long second) {
    return ("{\"op\":\"u\",\"after\":{\"id\":%d,\"name\":\"%s\",\"body\":\"%s\"},"
            + "\"timestamp_ms\":%d}")
        .formatted(id, name, body, 1_726_531_200_000L + 1_000 * second);
  }

  /** Returns the id of the dead letter of the record at this offset. */
  String id(long offset) {
    return job.topic() + "-0-" + offset;
  }

  /** Returns the audit log. */
  String audit() {
    return err.toString();
  }

  /** Gets an answer of the job and compares it with the API's document. */
  JsonNode get(String path, String query) throws Exception {
    return get("/api/jobs/{job}/" + path, "/api/jobs/console/" + path, query);
  }

  JsonNode get(String documented, String path, String query) throws Exception {
    return send(
        documented, HttpRequest.newBuilder(URI.create(address + path + query)).build(), 200);
  }

  /** A stream of events that is open. */
  record EventStream(int status, InputStream body) implements AutoCloseable {
    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Opens a stream of events of the job. */
  EventStream follow() throws Exception {
    HttpResponse<InputStream> response =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/api/jobs/console/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    return new EventStream(response.statusCode(), response.body());
  }

  /** Does an action of the job and compares its answer with the API's document. */
  JsonNode act(String path, String body, int status) throws Exception {
    return send(
        "/api/jobs/{job}/" + path,
        HttpRequest.newBuilder(URI.create(address + "/api/jobs/console/" + path))
            .header("X-Portage-Action", "1")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        status);
  }

  private JsonNode send(String documented, HttpRequest request, int status) throws Exception {
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).describedAs(response.body()).isEqualTo(status);
    JsonNode answer = JSON.readTree(response.body());
    assertThat(
            contract.differences(
                documented, request.method().toLowerCase(Locale.ROOT), status, answer))
        .describedAs("differences from openapi.json")
        .isEmpty();
    return answer;
  }

  /** Waits for the end of a replay. */
  JsonNode ended(JsonNode operation) {
    String id = operation.path("id").asText();
    return Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(
            () -> get("/api/operations/{id}", "/api/operations/" + id, ""),
            now -> now.path("state").asText().matches("done|failed"));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    thread.interrupt();
    Awaitility.await().until(() -> !thread.isAlive());
  }
}
