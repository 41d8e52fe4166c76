package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A job with its own table; the test lists and replays its dead letters by commands, as a user
 * does.
 */
final class ReplayJob {
  /** The sink of the dead letters. */
  enum Form {
    KAFKA,
    FILES
  }

  private static final long TIME = 1_726_531_200_000L;

  private final Sandbox sandbox;
  private final Engine engine;
  private final Path folder;
  private final Form form;
  final TestJob job;
  final String table;

  private ReplayJob(Sandbox sandbox, Engine engine, Path folder, Form form, TestJob job) {
    this.sandbox = sandbox;
    this.engine = engine;
    this.folder = folder;
    this.form = form;
    this.job = job;
    this.table = job.topic() + "_table";
  }

  /**
   * Creates a job from one partition of JSON envelopes into {@code id bigint, name varchar(5), body
   * text, v numeric}.
   */
  static ReplayJob create(Sandbox sandbox, Engine engine, Path folder, Form form) throws Exception {
    TestJob job = TestJob.create(sandbox, engine, List.of(), "replay", 1, Map.of());
    ReplayJob replay = new ReplayJob(sandbox, engine, folder, form, job);
    replay.sql("CREATE TABLE %s (id bigint PRIMARY KEY, name varchar(5), body text, v numeric)");
    replay.configure("envelope-json", "");
    return replay;
  }

  /** Writes the configuration; {@code more} are lines of the table's entry. */
  void configure(String format, String more, String... rest) throws IOException {
    String from = format.equals("debezium-json") ? "public.docs" : job.topic();
    String letters =
        form == Form.KAFKA
            ? "{kafka: {topic: " + job.topic() + "_dlq, spill: '" + spill() + "'}}"
            : "{files: '" + folder.resolve("letters") + "'}";
    Files.writeString(
        config(),
        """
        name: replay
        source:
          kafka: {bootstrapServers: '%s', topics: [%s], groupId: %s_group}
          format: %s
        tables:
          - from: %s
            to: %s
            key: [id]
            deletes: hard
            metadata: {version: v}
        %s
        target:
          jdbc: {url: '%s', user: '%s', password: '%s'}
          tombstones: %s_stones
          waiting: {atMost: 0s}
        deadLetters: %s
        %s
        """
            .formatted(
                sandbox.bootstrapServers(),
                job.topic(),
                job.topic(),
                format,
                from,
                table,
                more.indent(4),
                sandbox.jdbcUrl(),
                sandbox.user(),
                sandbox.password(),
                table,
                letters,
                String.join("\n", rest)));
  }

  Path spill() {
    return folder.resolve("spilled");
  }

  private Path config() {
    return folder.resolve("job.yaml");
  }

  /** Returns an upsert at this second. */
  static String upsert(long id, String name, String body, long second) {
    return "{\"op\":\"u\",\"after\":{\"id\":%d,\"name\":\"%s\",\"body\":\"%s\"},\"timestamp_ms\":%d}"
        .formatted(id, name, body, TIME + 1_000 * second);
  }

  /** Returns a key change at this second. */
  static String move(long from, long to, String name, long second) {
    return "{\"op\":\"u\",\"before\":{\"id\":%d},\"after\":{\"id\":%d,\"name\":\"%s\"},\"timestamp_ms\":%d}"
        .formatted(from, to, name, TIME + 1_000 * second);
  }

  /** Returns an event of a Debezium connector at this log position. */
  static String logged(long id, String name, String body, long lsn) {
    return ("{\"op\":\"u\",\"after\":{\"id\":%d,\"name\":\"%s\",\"body\":\"%s\"},\"source\":{"
            + "\"connector\":\"postgresql\",\"schema\":\"public\",\"table\":\"docs\","
            + "\"ts_ms\":%d,\"snapshot\":\"false\",\"lsn\":%d,\"sequence\":\"[\\\"%d\\\", \\\"%d\\\"]\"}}")
        .formatted(id, name, body, TIME + lsn, lsn, lsn - 1, lsn);
  }

  /** The placeholder of an unavailable value. */
  static final String LACKING = "__debezium_unavailable_value";

  /** Publishes these values in order and runs the job to the end of the topic. */
  void carry(String... values) {
    job.publish(
        Arrays.stream(values)
            .map(
                value ->
                    new EventFile.Event(0, null, value.getBytes(StandardCharsets.UTF_8), 0, null))
            .toList());
    assertThat(portage("run", "--until=end", "--dead-letters=ok"))
        .startsWith(ExitCode.OK + "\n")
        .contains("balanced");
  }

  /** Returns the exit code, then the whole output of {@code deadletters} with these arguments. */
  String letters(String... arguments) {
    return portage(
        Stream.concat(Stream.of("deadletters"), Arrays.stream(arguments)).toArray(String[]::new));
  }

  /** Runs {@code deadletters replay}; returns the exit code and the output. */
  String replay(String... arguments) {
    return letters(
        Stream.concat(Stream.of("replay", "--yes"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  private String portage(String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter both = new PrintWriter(printed, true);
    String[] all =
        Stream.concat(Arrays.stream(arguments), Stream.of("--config=" + config()))
            .toArray(String[]::new);
    int code = Portage.execute(engine, both, both, all);
    return code + "\n" + printed;
  }

  /** Returns {@code id name body} of all rows. */
  List<String> rows() throws Exception {
    return job.database().rows(table, List.of("id", "name", "body")).stream()
        .map(row -> String.join(" ", row))
        .toList();
  }

  /** Executes a statement; {@code %s} is the table. */
  void sql(String statement) throws Exception {
    job.database().execute(statement.formatted(table));
  }

  /** Returns the dead letter id of the record at this offset. */
  String id(long offset) {
    return job.topic() + "-0-" + offset;
  }
}
