package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig.DeleteMode;
import io.portage.model.Change;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.sink.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Eight independent writers, as of eight jobs, on the same hundred keys. */
@ExtendWith(SandboxExtension.class)
@Timeout(120)
class HotKeysIT {
  private static final int WRITERS = 8;
  private static final int KEYS = 100;
  private static final int BATCHES = 20;

  /**
   * The greatest number of batches that are rolled back because of deadlocks; without locks in a
   * fixed order nearly all are.
   */
  private static final int FEW = 4;

  private TestTarget target;
  private UpsertData given;

  @BeforeEach
  void createTable(Sandbox sandbox) {
    target = new TestTarget(sandbox, "name text");
    given = target.given;
  }

  @AfterEach
  void dropTable() {
    target.close();
  }

  @Test
  void eightWritersOnAHundredHotKeysEndRightWithFewDeadlocks() throws Exception {
    for (DeleteMode deletes : DeleteMode.values()) {
      target.execute("TRUNCATE " + target.table);
      target.waits.clear();

      Map<Long, Change> newest = race(deletes);

      String live = deletes == DeleteMode.SOFT ? " WHERE NOT gone" : "";
      assertThat(target.query("SELECT id, name FROM " + target.table + live + " ORDER BY id"))
          .isEqualTo(
              newest.values().stream()
                  .filter(change -> change.op() == Change.Op.UPSERT)
                  .map(change -> change.key().get(0) + "|" + change.row().get("name"))
                  .toList());
      assertThat(target.waits).as("%s", deletes).hasSizeLessThanOrEqualTo(FEW);
    }
  }

  private Map<Long, Change> race(DeleteMode deletes) throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    Map<Long, Change> newest = new TreeMap<>();
    long version = deletes == DeleteMode.SOFT ? 1 : 1_000_000;
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      List<List<Change>> batches = new ArrayList<>();
      for (int j = 0; j < BATCHES; j++) {
        batches.add(batch(random, version + (long) j * WRITERS + i, newest));
      }
      BatchWriter writer =
          target.writer(
              target.config(deletes, null, 1_000), length -> TimeUnit.MILLISECONDS.sleep(1));
      tasks.add(
          () -> {
            batches.forEach(batch -> writer.write(batch, new WriteResult()));
            return null;
          });
    }
    ExecutorService workers = Executors.newFixedThreadPool(WRITERS);
    for (Future<Void> done : workers.invokeAll(tasks)) {
      done.get();
    }
    workers.shutdown();
    return newest;
  }

  /** Returns half of the keys in random order. */
  private List<Change> batch(SplittableRandom random, long version, Map<Long, Change> newest) {
    List<Long> keys = new ArrayList<>();
    for (long key = 1; key <= KEYS; key++) {
      keys.add(key);
    }
    for (int i = KEYS - 1; i > 0; i--) {
      Collections.swap(keys, i, random.nextInt(i + 1));
    }
    List<Change> batch = new ArrayList<>();
    for (long key : keys.subList(0, KEYS / 2)) {
      Change change =
          random.nextInt(4) == 0
              ? given.delete(key, version)
              : given.upsert(key, version, "name", "v" + version);
      batch.add(change);
      newest.merge(key, change, (a, b) -> a.version().compareTo(b.version()) > 0 ? a : b);
    }
    return batch;
  }
}
