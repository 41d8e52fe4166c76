package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.demo.DeadLetterTopic;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.ServerState;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job is killed by {@code kill -9} at points where database locks stop it, and a second one
 * continues from the committed offsets without state: no change is lost or written wrongly.
 *
 * <p>All records are in one partition without gaps, so the number of records that the second job
 * reads shows its start offset: never 0, since {@value #DONE} are committed, and never above a
 * record without an outcome.
 */
@Tag("full")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class RestartSafetyContract extends OnARunner {
  private static final int DONE = 20;
  private static final Path SOFT = Path.of("data/scenarios/users.yaml");
  private static final Path HARD = Path.of("data/scenarios/key-change-hard/given-config.yaml");
  private static final String QUICK = "late: apply, emitEvery: 100ms";
  private static final String TABLE_LOCK = "LOCK TABLE users_enriched IN SHARE ROW EXCLUSIVE MODE";

  @TempDir private Path folder;
  private Sandbox sandbox;
  private TestJob job;

  @BeforeEach
  void begin(Sandbox shared) throws Exception {
    sandbox = shared;
    job = TestJob.create(sandbox, engine(), beamOptions(), "restart", 1, Map.of());
    job.database()
        .execute(
            "DROP TABLE IF EXISTS users_enriched, portage_tombstones, portage_tombstones_moved");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    List<Event> done = new ArrayList<>();
    for (int i = 0; i < DONE; i++) {
      done.add(TestJob.user(1_000 + i, 0, i));
    }
    job.publish(done);
    job.commit(DONE);
  }

  @AfterEach
  void mend() {
    if (sandbox.kafka().state() == ServerState.STOPPED) {
      sandbox.kafka().start();
    }
  }

  @Test
  void losesNoChangeInTheStateOfLatest() throws Exception {
    Path config = Configs.write(folder, SOFT, "late: apply, window: 1h, emitEvery: 1h", 1_000);
    job.publish(users(10));
    job.publish(List.of(malformed())); // after its dead letter all records before it have been read
    try (JobProcess first = start(config)) {
      await(first).until(() -> !job.deadLetters().isEmpty());
      assertNoCommit();
      assertThat(names()).isEmpty();
      first.kill();
    }

    LedgerSummary second = job.run(job.config(config));

    assertThat(second.read()).isEqualTo(11);
    assertThat(second.isBalanced()).isTrue();
    assertThat(names()).isEqualTo(expected(10));
    assertThat(job.committed()).isEqualTo(Map.of(0, DONE + 11L));
    assertThat(job.deadLetters().stream().map(DeadLetterTopic::line).distinct())
        .containsExactly("Decode MALFORMED 0-" + (DONE + 10));
  }

  @Test
  void losesNoChangeOfAnOpenTransaction() throws Exception {
    Path config = Configs.write(folder, SOFT, QUICK, 1_000);
    job.publish(users(10));
    try (RowLock lock = RowLock.by(sandbox, TABLE_LOCK);
        JobProcess first = start(config)) {
      await(first).until(() -> lock.waiting() > 0);
      assertNoCommit();
      first.kill();
    }
    assertThat(names()).isEmpty();

    resumes(config, DONE, expected(10));
  }

  @Test
  void countsRowsWithoutACommittedOffsetAsDuplicates() throws Exception {
    Path config = Configs.write(folder, SOFT, QUICK, 1_000);
    job.publish(users(10));
    try (JobProcess first = start(config)) {
      try (RowLock lock = RowLock.by(sandbox, TABLE_LOCK)) {
        await(first).until(() -> lock.waiting() > 0);
        assertNoCommit();
        sandbox.kafka().kill(); // without it no offset can be committed
      }
      await(first).until(() -> names().size() == 10);
      first.kill();
    }
    sandbox.kafka().start();

    LedgerSummary second = resumes(config, DONE, expected(10));

    assertThat(second.applied()).isZero();
    assertThat(second.duplicate()).isEqualTo(10);
  }

  @Test
  void losesNoChangeBetweenTwoBatches() throws Exception {
    Path config = Configs.write(folder, SOFT, QUICK, 1);
    insert(1);
    job.publish(users(40));
    try (JobProcess first = start(config);
        RowLock lock = RowLock.by(sandbox, lockOf(1))) {
      await(first).until(() -> lock.waiting() > 0 && names().size() > 1);
      assertNoCommit();
      first.kill();
    }
    assertThat(names()).containsEntry(1L, "old").hasSizeBetween(2, 40);

    resumes(config, DONE, expected(40));
  }

  @Test
  void losesNeitherHalfOfAKeyChange() throws Exception {
    losesNeitherHalf(HARD);
  }

  @Test
  void losesNeitherHalfOfAKeyChangeWithSoftDeletes() throws Exception {
    losesNeitherHalf(SOFT);
  }

  @Test
  void continuesAfterARestartAndAKillOfTheBroker() throws Exception {
    Path config = Configs.write(folder, SOFT, QUICK, 1_000);
    job.publish(users(10));
    try (JobProcess only = start(config)) {
      awaitCommitted(only, DONE + 10);
      sandbox.kafka().stop();
      sandbox.kafka().start();
      job.publish(List.of(TestJob.user(11, 0, 101), malformed()));
      awaitCommitted(only, DONE + 12);
      sandbox.kafka().kill();
      sandbox.kafka().start();
      job.publish(List.of(TestJob.user(12, 0, 102), malformed()));
      awaitCommitted(only, DONE + 14);
    }

    assertThat(names()).isEqualTo(expected(12));
    assertThat(job.deadLetters().stream().map(TestJob::place).distinct())
        .containsExactly("Decode 0-" + (DONE + 11), "Decode 0-" + (DONE + 13));
  }

  private void awaitCommitted(JobProcess process, long offset) {
    await(process).until(() -> job.committed().equals(Map.of(0, offset)));
  }

  private void losesNeitherHalf(Path scenario) throws Exception {
    Path config = Configs.write(folder, scenario, QUICK, 1);
    int pairs = 32;
    List<Event> changes = new ArrayList<>();
    Map<Long, String> expected = new TreeMap<>();
    for (long old = 1; old <= pairs; old++) {
      insert(old);
      insert(100 + old);
      changes.add(keyChange(old, 100 + old, 200));
      expected.put(100 + old, "moved");
    }
    job.publish(changes);
    try (JobProcess first = start(config);
        RowLock lock = RowLock.by(sandbox, lockOf(101))) {
      await(first).until(() -> lock.waiting() > 0 && halves(pairs) > 0);
      assertNoCommit();
      first.kill();
    }
    assertThat(halves(pairs)).isPositive();

    LedgerSummary second = resumes(config, DONE, expected);

    assertThat(second.split()).isEqualTo(pairs);
  }

  /**
   * Asserts that the group's committed offset does not change, for longer than Commit's interval.
   */
  private void assertNoCommit() {
    Awaitility.await()
        .during(Duration.ofMillis(3_500))
        .atMost(Duration.ofSeconds(10))
        .until(() -> job.committed().equals(Map.of(0, (long) DONE)));
  }

  /** Returns the number of pairs of which one half is written and the other is not. */
  private long halves(int pairs) throws Exception {
    Map<Long, String> names = names();
    return LongStream.rangeClosed(1, pairs)
        .filter(old -> names.containsKey(old) == names.get(100 + old).equals("moved"))
        .count();
  }

  /** Runs a second job that reads from {@code first} and ends with the expected rows. */
  private LedgerSummary resumes(Path config, long first, Map<Long, String> expected)
      throws Exception {
    long end = job.end(0);
    assertThat(job.committed()).isEqualTo(Map.of(0, first));

    LedgerSummary second = job.run(job.config(config));

    assertThat(second.read()).isEqualTo(end - first);
    assertThat(second.isBalanced()).isTrue();
    assertThat(second.dead()).isZero();
    assertThat(names()).isEqualTo(expected);
    assertThat(job.committed()).isEqualTo(Map.of(0, end));
    return second;
  }

  private JobProcess start(Path config) throws Exception {
    return job.start(main(), config, List.of("-Xmx400m"));
  }

  private static ConditionFactory await(JobProcess process) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .failFast("the job ended", (Callable<Boolean>) () -> ended(process));
  }

  private static boolean ended(JobProcess process) {
    assertThat(process.isAlive()).withFailMessage(process::log).isTrue();
    return false;
  }

  /** Returns the rows that are present and not marked as deleted, by key. */
  private Map<Long, String> names() throws Exception {
    Map<Long, String> names = new TreeMap<>();
    for (List<String> row :
        job.database().rows("users_enriched", List.of("user_id", "name", "is_deleted"))) {
      if (!row.get(2).equals("true")) {
        names.put(Long.parseLong(row.get(0)), row.get(1));
      }
    }
    return names;
  }

  private static List<Event> users(int count) {
    return LongStream.rangeClosed(1, count).mapToObj(id -> TestJob.user(id, 0, 100)).toList();
  }

  private static Map<Long, String> expected(int count) {
    Map<Long, String> names = new TreeMap<>();
    LongStream.rangeClosed(1, count).forEach(id -> names.put(id, "User " + id));
    return names;
  }

  private void insert(long id) throws Exception {
    job.database()
        .execute(
            "INSERT INTO users_enriched (user_id, name, updated_at) VALUES ("
                + id
                + ", 'old', 'epoch')");
  }

  private static String lockOf(long id) {
    return "SELECT FROM users_enriched WHERE user_id = " + id + " FOR UPDATE";
  }

  private static Event malformed() {
    return event("### not json ###");
  }

  private static Event keyChange(long old, long now, long second) {
    return event(
        "{\"op\":\"u\",\"before\":{\"user_id\":%d,\"name\":\"old\"},\"after\":{\"user_id\":%d,\"name\":\"moved\"},\"timestamp_ms\":%d}"
            .formatted(old, now, 1_726_531_200_000L + 1_000 * second));
  }

  private static Event event(String text) {
    return new Event(0, null, text.getBytes(StandardCharsets.UTF_8), 0, null);
  }
}
