package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.demo.DeadLetterTopic;
import io.portage.launcher.demo.ExpectedResult;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every folder of {@code data/scenarios} ends with its expected table, dead letters and ledger.
 *
 * <p>A scenario without its own events, configuration or table uses the sample's: the sample
 * events, {@code data/scenarios/users.yaml}, the table of the schemas.
 */
public abstract class ScenarioContract extends OnARunner {
  private static final Path DATA = Path.of("data");
  private static final List<String> ZONES =
      List.of("UTC", "America/St_Johns", "Pacific/Kiritimati");

  @TestFactory
  Stream<DynamicTest> endsWithTheExpectedResult(Sandbox sandbox) throws IOException {
    List<Path> folders;
    try (Stream<Path> entries = Files.list(DATA.resolve("scenarios"))) {
      folders = entries.filter(Files::isDirectory).sorted().toList();
    }
    assertThat(folders).hasSizeGreaterThan(30);
    return folders.stream().filter(this::applies).flatMap(folder -> tests(sandbox, folder));
  }

  /** Returns true if the scenario's table and result are those of the target; by default true. */
  protected boolean applies(Path folder) {
    return true;
  }

  /** Returns the job with its target; by default PostgreSQL. */
  protected TestJob targeted(TestJob job) {
    return job;
  }

  /** Returns the statements of {@code script}, which is PostgreSQL's, in the target's SQL. */
  protected List<String> statements(String script) {
    return List.of(script);
  }

  /**
   * Values are independent of the JVM's time zone: the scenarios of values run in several zones.
   */
  private Stream<DynamicTest> tests(Sandbox sandbox, Path folder) {
    String name = folder.getFileName().toString();
    if (!name.startsWith("values-")) {
      return Stream.of(DynamicTest.dynamicTest(name, () -> run(sandbox, folder)));
    }
    return ZONES.stream()
        .map(
            zone ->
                DynamicTest.dynamicTest(
                    name + " in " + zone,
                    () -> {
                      TimeZone before = TimeZone.getDefault();
                      TimeZone.setDefault(TimeZone.getTimeZone(zone));
                      try {
                        run(sandbox, folder);
                      } finally {
                        TimeZone.setDefault(before);
                      }
                    }));
  }

  private void run(Sandbox sandbox, Path folder) throws Exception {
    List<EventFile.Event> events =
        EventFile.read(given(folder, "given-events.jsonl", DATA.resolve("events/users.jsonl")));
    TestJob job =
        targeted(
            TestJob.create(
                sandbox,
                engine(),
                beamOptions(),
                folder.getFileName().toString(),
                partitions(events),
                Map.of()));
    PortageConfig config =
        job.config(given(folder, "given-config.yaml", DATA.resolve("scenarios/users.yaml")));
    String table = config.tables().get(0).to();
    job.database()
        .execute(
            "DROP TABLE IF EXISTS " + table + ", portage_tombstones, portage_tombstones_moved");
    Path tables = folder.resolve("given-tables.sql");
    String script =
        Files.exists(tables) ? Files.readString(tables) : Schemas.sql("postgresql/users_enriched");
    for (String statement : statements(script)) {
      job.database().execute(statement);
    }
    job.publish(events);
    ExpectedResult expected = ExpectedResult.read(folder);

    LedgerSummary ledger = job.run(config);

    assertThat(
            expected.differences(
                job.database().rows(table, expected.columns()),
                job.deadLetters().stream().map(DeadLetterTopic::line).toList(),
                ledger))
        .isEmpty();
  }

  /** Returns the number of partitions that the events name, at least one. */
  private static int partitions(List<EventFile.Event> events) {
    return 1
        + events.stream()
            .map(EventFile.Event::partition)
            .filter(Objects::nonNull)
            .mapToInt(Integer::intValue)
            .max()
            .orElse(0);
  }

  private static Path given(Path folder, String name, Path otherwise) {
    Path file = folder.resolve(name);
    return Files.exists(file) ? file : otherwise;
  }
}
