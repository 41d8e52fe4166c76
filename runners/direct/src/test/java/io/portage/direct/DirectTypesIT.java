package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.direct.TypeCapture.Format;
import io.portage.direct.TypeSamples.Sample;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** The number of jobs that run at the same time. */
  private static final int JOBS = 2;

  /** The ids of rows without values, the last ones of the snapshot and of the stream. */
  private static final int SNAPSHOT_END = 1_000_000;

  private static final int STREAM_END = SNAPSHOT_END + 1;

  @TempDir private Path folder;

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
    List<TypeCapture> captures = captures(sandbox, source);
    List<TypeCarrier> carriers = carried(sandbox, source, types, captures);
    TypePage intoPostgres = new TypePage(TypeSource.FILES.resolve(name + "-explanations.txt"));
    TypePage intoMariaDb =
        new TypePage(TypeSource.FILES.resolve(name + "-mariadb-explanations.txt"));
    String own = section(intoPostgres, title, source, captures, carriers.get(0), false);
    String mariaDb =
        section(intoMariaDb, title + " to MariaDB", source, captures, carriers.get(1), true);
    List<String> problems = new ArrayList<>();
    for (TypePage page : List.of(intoPostgres, intoMariaDb)) {
      page.unexplained().forEach(outcome -> problems.add("not explained: " + outcome));
      page.unused().forEach(outcome -> problems.add("explained, and not an outcome: " + outcome));
    }
    assertThat(problems).isEmpty();
    compareWithPage(title, own);
    compareWithPage(title + " to MariaDB", mariaDb);
  }

  private static String section(
      TypePage page,
      String title,
      TypeSource source,
      List<TypeCapture> captures,
      TypeCarrier carrier,
      boolean targets) {
    assertThat(carrier.outcomes().contradictions())
        .as("outcomes that other modes decide")
        .isEmpty();
    List<Sample> samples = carrier.samples();
    Map<Sample, List<String>> modes = new HashMap<>();
    for (Sample sample : samples) {
      modes.put(sample, source.modes().stream().map(one -> one.of(sample)).distinct().toList());
    }
    StringBuilder tables =
        new StringBuilder(page.tables(samples, modes, FORMATS, targets, carrier.outcomes()));
    tables.append("\n### Other formats\n");
    for (Format format : Format.values()) {
      List<TypeModes> measured =
          captures.stream()
              .filter(one -> one.format() == format && (!targets || intoMariaDb(one)))
              .map(TypeCapture::modes)
              .toList();
      if (format.alike() != null && !measured.isEmpty()) {
        boolean all = measured.size() == source.modes().size();
        tables.append(page.others(samples, format, measured, all, carrier.outcomes()));
      }
    }
    return tables.toString().strip()
        + "\n\n### Notes on "
        + title
        + "\n\n"
        + page.notes().strip()
        + "\n";
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

  private static List<TypeCapture> captures(Sandbox sandbox, TypeSource source) throws Exception {
    List<TypeCapture> captures = new ArrayList<>();
    for (TypeModes modes : source.modes()) {
      for (Format format : FORMATS) {
        captures.add(TypeCapture.of(sandbox, modes, format));
      }
      captures.add(TypeCapture.of(sandbox, modes, Format.AVRO));
    }
    captures.add(TypeCapture.of(sandbox, TypeModes.MICROS, Format.UNWRAPPED));
    for (TypeModes modes : TypeModes.UNTYPED) {
      captures.add(TypeCapture.of(sandbox, modes, Format.UNWRAPPED_JSON));
    }
    return captures;
  }

  /**
   * MariaDB takes what the same decoders read: the other formats are carried in one set of modes.
   */
  private static boolean intoMariaDb(TypeCapture capture) {
    return capture.format().alike() == null || capture.modes().time().equals("microseconds");
  }

  private List<TypeCarrier> carried(
      Sandbox sandbox, TypeSource source, TypeSamples types, List<TypeCapture> captures)
      throws Exception {
    try (Connection connection = source.connect(sandbox);
        Statement statement = connection.createStatement()) {
      source.prepare(connection);
      statement.execute(TypeSamples.create(source.table(), types.samples(), Sample::type, ""));
      for (String insert : types.inserts(source.table())) {
        statement.execute(insert);
      }
      insert(statement, source, SNAPSHOT_END);
      capture(sandbox, source, captures, types, statement);
      List<TypeCarrier> carriers =
          List.of(
              new TypeCarrier(
                  sandbox,
                  source,
                  types,
                  types.samples(),
                  new PostgresTypeTarget(source),
                  folder,
                  new TypeOutcomes()),
              new TypeCarrier(
                  sandbox,
                  source,
                  types,
                  types.distinct(),
                  MariaDbTypeTarget.of(
                      sandbox,
                      source,
                      captures.stream().filter(DirectTypesIT::intoMariaDb).toList(),
                      folder),
                  folder,
                  new TypeOutcomes()));
      carry(captures, carriers);
      captures.forEach(capture -> capture.topic().close());
      source.remove(connection, captures.stream().map(TypeCapture::name).toList());
      return carriers;
    }
  }

  private static void carry(List<TypeCapture> captures, List<TypeCarrier> carriers)
      throws Exception {
    Map<Boolean, Set<String>> sent = new HashMap<>();
    List<Callable<Boolean>> jobs = new ArrayList<>();
    for (TypeCapture capture : captures) {
      Set<String> columns =
          capture.format() == Format.AVRO
              ? sent.get(capture.modes().unknown())
              : TypeCarrier.columns(capture.topic().first());
      sent.put(capture.modes().unknown(), columns);
      for (TypeCarrier carrier : carriers) {
        if (carrier.equals(carriers.get(0)) || intoMariaDb(capture)) {
          jobs.add(
              () -> {
                carrier.carry(capture, columns);
                return true;
              });
        }
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(JOBS);
    try {
      for (Future<Boolean> job : threads.invokeAll(jobs)) {
        job.get();
      }
    } finally {
      threads.shutdownNow();
    }
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
}
