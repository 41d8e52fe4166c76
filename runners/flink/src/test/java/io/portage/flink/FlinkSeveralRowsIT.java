package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records of several rows, while Flink's process is killed and starts again without state: at the
 * committed offsets. The rows of a record are in several shards, so that at a kill only some of
 * them are written.
 */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class FlinkSeveralRowsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 2;
  private static final int MESSAGES = 400;
  private static final int KEYS = 3_000;
  private static final int MOST_ROWS = 60;
  private static final long SEED = 7;

  private static final String JOB =
      """
      name: several-rows
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: canal-json
      latest: {emitEvery: 100ms}
      tables:
        - {from: shop.users, to: TABLE, key: [id], order: time, deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters: {kafka: {topic: "${DEAD_LETTERS}"}}
      """;

  @TempDir private Path folder;

  /** The rows as the messages so far leave them, by id. */
  private final Map<Long, String> model = new TreeMap<>();

  private final SplittableRandom random = new SplittableRandom(SEED);
  private int made;

  @Test
  void aKilledProcessLosesNoRowOfARecord(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(
            sandbox,
            new FlinkEngine(),
            List.of("--parallelism=2"),
            "several_rows",
            PARTITIONS,
            Map.of());
    String table = job.topic() + "_users";
    job.database()
        .execute("CREATE TABLE " + table + " (id bigint PRIMARY KEY, name text, v numeric)");
    Path yaml = Files.writeString(folder.resolve("job.yaml"), JOB.replace("TABLE", table));
    List<EventFile.Event> events = events();
    int half = events.size() / 2;

    job.publish(events.subList(0, half));
    try (JobProcess killed = job.start(Main.class, yaml, List.of("-Xmx400m"))) {
      await(killed, () -> committed(job) > 0);
      job.publish(events.subList(half, events.size()));
    }
    try (JobProcess again = job.start(Main.class, yaml, List.of("-Xmx400m"))) {
      await(again, () -> committed(job) == events.size());
      assertThat(rows(job, table)).as("seed %d", SEED).isEqualTo(model);
    }
    assertThat(job.deadLetters()).isEmpty();

    job.forgetOffsets();
    LedgerSummary repeated = job.run(job.config(yaml));
    assertThat(repeated.read()).isEqualTo(events.size());
    assertThat(repeated.applied()).isZero();
    assertThat(repeated.isBalanced()).as("%s", repeated).isTrue();
    assertThat(rows(job, table)).isEqualTo(model);
  }

  private static void await(JobProcess process, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.log()).isTrue();
              return condition.call();
            });
  }

  private static long committed(TestJob job) throws Exception {
    return job.committed().values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<Long, String> rows(TestJob job, String table) throws Exception {
    Map<Long, String> rows = new TreeMap<>();
    job.database()
        .rows(table, List.of("id", "name"))
        .forEach(row -> rows.put(Long.parseLong(row.get(0)), row.get(1)));
    return rows;
  }

  private List<EventFile.Event> events() {
    List<EventFile.Event> events = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      int partition = i % PARTITIONS;
      String text = random.nextInt(6) == 0 ? deleted(partition) : upserted(partition);
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      events.add(new EventFile.Event(i + 1, null, bytes, partition, null));
    }
    return events;
  }

  private String upserted(int partition) {
    List<String> rows = new ArrayList<>();
    for (long id : keys(partition)) {
      String name = "n" + made + "-" + rows.size();
      model.put(id, name);
      rows.add("{\"id\":\"%d\",\"name\":\"%s\"}".formatted(id, name));
    }
    return message("INSERT", rows);
  }

  private String deleted(int partition) {
    List<String> rows = new ArrayList<>();
    for (long id : keys(partition)) {
      model.remove(id);
      rows.add("{\"id\":\"%d\",\"name\":\"x\"}".formatted(id));
    }
    return message("DELETE", rows);
  }

  /** Returns distinct keys of a partition. */
  private List<Long> keys(int partition) {
    return random
        .longs(1 + random.nextInt(MOST_ROWS), 0, KEYS / PARTITIONS)
        .distinct()
        .map(key -> key * PARTITIONS + partition)
        .boxed()
        .toList();
  }

  /** Returns a message; each is of a second of its own. */
  private String message(String type, List<String> rows) {
    long at = 1_726_531_200_000L + 1_000L * made++;
    return """
        {"data":[%s],"database":"shop","es":%d,"id":7,"isDdl":false,\
        "mysqlType":{"id":"bigint","name":"text"},\
        "old":null,"pkNames":["id"],"table":"users","ts":%d,"type":"%s"}"""
        .formatted(String.join(",", rows), at, at, type);
  }
}
