package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.direct.TypeCapture.Format;
import io.portage.direct.TypeSamples.Sample;
import io.portage.launcher.contract.TestJob;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.model.Stage;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import io.portage.sandbox.junit.SandboxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium captures a column of each type, with ordinary and extreme values, in each mode of its
 * settings; a job carries the events, and each value of the target is compared with the source's.
 * The page about types lists what became of them; the test fails if it differs, or if an outcome
 * lacks an explanation.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectTypesIT {
  private static final Path PAGE = Path.of("pipeline/docs/types.md");

  /** The formats that are measured in all modes. */
  private static final List<Format> FORMATS = List.of(Format.JSON_WITH_SCHEMA, Format.JSON);

  /** The formats whose values have the same types as with the schema part. */
  private static final List<Format> ALIKE = List.of(Format.AVRO, Format.UNWRAPPED);

  /** The ids of rows without values, the last ones of the snapshot and of the stream. */
  private static final int SNAPSHOT_END = 1_000_000;

  private static final int STREAM_END = SNAPSHOT_END + 1;

  @TempDir private Path folder;

  /** The columns that connectors send, by {@code include.unknown.datatypes}. */
  private final Map<Boolean, Set<String>> sentColumns = new HashMap<>();

  @Test
  void everyTypeOfPostgresqlInEveryMode(Sandbox sandbox) throws Exception {
    checkPage(sandbox, new PostgresTypeSource(), "PostgreSQL", "postgres");
  }

  @Test
  void everyTypeOfMariaDbInEveryMode(Sandbox sandbox) throws Exception {
    checkPage(sandbox, new MariaDbTypeSource(), "MariaDB", "mariadb");
  }

  private void checkPage(Sandbox sandbox, TypeSource source, String title, String name)
      throws Exception {
    TypeSamples types = source.samples();
    TypeOutcomes outcomes = outcomes(sandbox, source, types);
    assertThat(outcomes.contradictions()).as("outcomes that other modes decide").isEmpty();
    TypePage page = new TypePage(TypeSource.FILES.resolve(name + "-explanations.txt"));
    Map<Sample, List<String>> modes = new HashMap<>();
    for (Sample sample : types.samples()) {
      modes.put(sample, source.modes().stream().map(one -> one.of(sample)).distinct().toList());
    }
    String tables =
        page.tables(types.samples(), modes, FORMATS.stream().map(Format::title).toList(), outcomes)
            + page.others(
                types.samples(),
                TypeModes.ALIKE,
                Format.JSON_WITH_SCHEMA.title(),
                ALIKE.stream().map(Format::title).toList(),
                outcomes);
    assertThat(page.unexplained()).as("outcomes without an explanation").isEmpty();
    assertThat(page.unused()).as("explanations without an outcome").isEmpty();
    String section =
        tables.strip() + "\n\n### Notes on " + title + "\n\n" + page.notes().strip() + "\n";
    compareWithPage(title, section);
  }

  /** Compares the section with that of the page, or writes it if the property asks for it. */
  private static void compareWithPage(String title, String section) throws IOException {
    String begin = "<!-- measured: " + title + " -->\n\n";
    String end = "\n<!-- end of " + title + " -->";
    String page = Files.readString(PAGE);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(page).contains(begin, end);
    if (Boolean.getBoolean("portage.types.write")) {
      Files.writeString(PAGE, page.substring(0, from) + section + page.substring(to));
    } else {
      assertThat(page.substring(from, to))
          .as("%s; -Dportage.types.write=true writes it anew", PAGE)
          .isEqualTo(section);
    }
  }

  private TypeOutcomes outcomes(Sandbox sandbox, TypeSource source, TypeSamples types)
      throws Exception {
    List<TypeCapture> captures = new ArrayList<>();
    for (TypeModes modes : source.modes()) {
      for (Format format : FORMATS) {
        captures.add(TypeCapture.of(sandbox, modes, format));
      }
    }
    for (Format format : ALIKE) {
      captures.add(TypeCapture.of(sandbox, TypeModes.ALIKE, format));
    }
    TypeOutcomes outcomes = new TypeOutcomes();
    try (Connection connection = source.connect(sandbox);
        Statement statement = connection.createStatement()) {
      source.prepare(connection);
      statement.execute(TypeSamples.create(source.table(), types.samples(), Sample::type, ""));
      for (String insert : types.inserts(source.table())) {
        statement.execute(insert);
      }
      insert(statement, source, SNAPSHOT_END);
      capture(sandbox, source, captures, types, statement);
      for (TypeCapture capture : captures) {
        carry(sandbox, source, capture, types, connection, outcomes);
        capture.topic().close();
      }
      source.remove(connection, captures.stream().map(TypeCapture::name).toList());
    }
    return outcomes;
  }

  private void capture(
      Sandbox sandbox,
      TypeSource source,
      List<TypeCapture> captures,
      TypeSamples types,
      Statement statement)
      throws Exception {
    String columns = types.samples().stream().map(Sample::column).collect(Collectors.joining(", "));
    try (ConnectWorker worker = ConnectWorker.start(sandbox.bootstrapServers(), folder)) {
      for (TypeCapture capture : captures) {
        worker.submit(capture.name(), capture.connector(sandbox, source));
      }
      await(worker, captures, SNAPSHOT_END);
      statement.execute(
          "INSERT INTO %1$s (id, %2$s) SELECT id + %3$d, %2$s FROM %1$s WHERE id <= %3$d ORDER BY id"
              .formatted(source.table(), columns, types.count()));
      insert(statement, source, STREAM_END);
      await(worker, captures, STREAM_END);
    }
  }

  private static void insert(Statement statement, TypeSource source, int id) throws Exception {
    statement.execute("INSERT INTO " + source.table() + " (id) VALUES (" + id + ")");
  }

  private static void await(ConnectWorker worker, List<TypeCapture> captures, int last) {
    for (TypeCapture capture : captures) {
      try {
        Awaitility.await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofMillis(50))
            .failFast(() -> !worker.isAlive())
            .until(() -> capture.topic().has(last));
      } catch (ConditionTimeoutException | TerminalFailureException e) {
        throw new AssertionError(capture.name() + ": the worker printed:\n" + worker.log(), e);
      }
    }
  }

  /** Returns the columns of an event, with or without the schema part and the envelope. */
  private static Set<String> columns(JsonNode event) {
    JsonNode payload = event.has("payload") ? event.path("payload") : event;
    Set<String> names = new HashSet<>();
    (payload.has("after") ? payload.path("after") : payload)
        .fieldNames()
        .forEachRemaining(names::add);
    return names;
  }

  private void carry(
      Sandbox sandbox,
      TypeSource source,
      TypeCapture capture,
      TypeSamples types,
      Connection connection,
      TypeOutcomes outcomes)
      throws Exception {
    TestJob job = capture.job();
    List<Sample> sent = new ArrayList<>();
    Set<String> columns =
        capture.format() == Format.AVRO
            ? sentColumns.get(capture.modes().unknown())
            : columns(capture.topic().first());
    sentColumns.put(capture.modes().unknown(), columns);
    for (Sample sample : types.samples()) {
      if (columns.contains(sample.column())) {
        sent.add(sample);
      } else {
        outcomes.put(
            capture.place(sample), sample.values().stream().map(value -> "not sent").toList());
      }
    }
    String target = capture.name();
    job.database()
        .execute(TypeSamples.create(target, sent, Sample::target, ", portage_version numeric"));
    String config = capture.config(sandbox, source.table(), target);
    LedgerSummary ledger =
        job.run(job.config(Files.writeString(folder.resolve(target + ".yaml"), config)));
    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    Map<Integer, String> ends = new HashMap<>();
    capture.topic().ids().forEach(id -> ends.put(id, ""));
    for (DeadLetter letter : job.deadLetters()) {
      if (letter.stage() == Stage.DECODE) {
        assertThat(letter.cause().column()).as(letter.cause().message()).isNotNull();
      }
      ends.put(
          capture.topic().ids().get((int) letter.coordinates().offset()),
          "dead letter: " + letter.cause().message());
    }
    try (Connection targets = new PostgresTypeSource().connect(sandbox)) {
      for (Sample sample : sent) {
        outcomes.put(
            capture.place(sample),
            TypeOutcomes.compare(
                sample,
                types.count(),
                TypeOutcomes.texts(connection, source.table(), source.sourceText(sample)),
                TypeOutcomes.texts(targets, target, source.targetText(sample)),
                ends));
      }
    }
    job.database().execute("DROP TABLE " + target);
  }
}
