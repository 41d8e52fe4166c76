package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import io.portage.launcher.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random histories end as a plain model says: disorder, duplicates, ties, deletes, changes of the
 * key, partial rows, lateness, and the same topic read again. A run holds several histories of
 * disjoint keys; its seed stands in its name.
 */
public abstract class RandomHistoryContract {
  private static final int HISTORIES = 16;
  private static final Path SCENARIOS = Path.of("data", "scenarios");

  /** The kinds of jobs that take turns. */
  private enum Job {
    TIME_SOFT("users.yaml", "users_enriched", "user_id,name,is_deleted"),
    TIME_HARD("key-change-hard/given-config.yaml", "users_enriched", "user_id,name"),
    LOG_SOFT("partial-row/given-config.yaml", "docs", "id,title,body,is_deleted");

    private final String config;
    private final String table;
    private final String columns;

    Job(String config, String table, String columns) {
      this.config = config;
      this.table = table;
      this.columns = columns;
    }

    private List<String> columns() {
      return List.of(columns.split(","));
    }
  }

  /** The runner under test. */
  protected abstract Engine engine();

  /** How many runs of {@value #HISTORIES} histories. */
  protected abstract int runs();

  /** Beam options on top of the engine's. */
  protected List<String> beamOptions() {
    return List.of();
  }

  @TestFactory
  Stream<DynamicTest> endAsTheModelSays(Sandbox sandbox) {
    return IntStream.range(0, runs())
        .mapToObj(
            seed -> {
              Job job = Job.values()[seed % Job.values().length];
              return DynamicTest.dynamicTest(job + " seed " + seed, () -> run(sandbox, job, seed));
            });
  }

  private void run(Sandbox sandbox, Job kind, int seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    List<History> histories = new ArrayList<>();
    for (int i = 0; i < HISTORIES; i++) {
      histories.add(kind == Job.LOG_SOFT ? History.byLog(random, i) : History.byTime(random, i));
    }
    List<EventFile.Event> events = History.interleave(histories, random);
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "history_" + seed, 3, Map.of());
    job.database().execute("DROP TABLE IF EXISTS " + kind.table + ", portage_tombstones");
    job.database()
        .execute(
            kind == Job.LOG_SOFT
                ? Files.readString(SCENARIOS.resolve("partial-row/given-tables.sql"))
                : Schemas.sql("postgresql/users_enriched"));
    PortageConfig config = job.config(SCENARIOS.resolve(kind.config));
    List<String> expected = expected(kind, histories);
    int first = random.nextInt(events.size());

    job.publish(events.subList(0, first));
    LedgerSummary one = job.run(config);
    job.publish(events.subList(first, events.size()));
    LedgerSummary two = job.run(config);

    assertThat(rows(job, kind)).isEqualTo(expected);
    assertThat(one.read() + two.read()).isEqualTo(events.size());
    assertThat(one.isBalanced() && two.isBalanced()).isTrue();
    assertThat(one.dead() + two.dead()).isZero();

    forgetOffsets(job);
    LedgerSummary again = job.run(config);

    assertThat(again.read()).isEqualTo(events.size());
    assertThat(again.applied()).isZero();
    assertThat(again.isBalanced()).isTrue();
    assertThat(again.dead()).isZero();
    assertThat(rows(job, kind)).isEqualTo(expected);
  }

  private static List<String> expected(Job kind, List<History> histories) {
    List<String> lines = new ArrayList<>();
    for (History history : histories) {
      history
          .newest()
          .forEach(
              (key, state) -> {
                if (!state.deleted()) {
                  List<String> cells = new ArrayList<>(List.of(Long.toString(key)));
                  for (String column : kind.columns().subList(1, kind.columns().size())) {
                    cells.add(column.equals("is_deleted") ? "false" : state.columns().get(column));
                  }
                  lines.add(String.join("|", cells));
                } else if (kind != Job.TIME_HARD) {
                  lines.add(key + "|deleted");
                }
              });
    }
    Collections.sort(lines);
    return lines;
  }

  private static List<String> rows(TestJob job, Job kind) throws Exception {
    List<String> lines = new ArrayList<>();
    for (List<String> row : job.database().rows(kind.table, kind.columns())) {
      boolean marked =
          kind.columns().contains("is_deleted") && row.get(row.size() - 1).equals("true");
      lines.add(marked ? row.get(0) + "|deleted" : String.join("|", row));
    }
    Collections.sort(lines);
    return lines;
  }

  private static void forgetOffsets(TestJob job) throws Exception {
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, job.bootstrapServers()))) {
      admin.deleteConsumerGroups(List.of(job.topic() + "_group")).all().get();
    }
  }
}
