package io.portage.decode.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.MalformedException;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * A model of random transactions with row locks and of a connector that takes snapshots and
 * streams. For each key, the event with the highest version has the final value of the database.
 */
class PostgresOrderTest {
  private static final int KEYS = 3;
  private static final int STEPS = 120;

  /** The position fields that a connector release writes. */
  private enum Release {
    LSN_ONLY,
    SEQUENCE,
    COMMIT_LSN
  }

  private static final List<Release> RELEASES = List.of(Release.values());

  private record Write(int key, @Nullable Integer value, long lsn) {}

  private record Committed(List<Write> writes, long commitLsn, long endLsn) {}

  private record Event(@Nullable Integer value, Version version) {}

  @Property
  void theEventWithTheHighestVersionHasTheFinalValue(@ForAll long seed) throws MalformedException {
    for (Release release : Release.values()) {
      Model model = new Model(new Random(seed), release);
      model.run();
      model.newest.forEach(
          (key, event) ->
              assertThat(event.value()).as("key " + key).isEqualTo(model.table.get(key)));
      assertThat(model.newest.keySet()).containsAll(model.table.keySet());
    }
  }

  private static final class Model {
    private final Random random;
    private final Map<Integer, Integer> table = new HashMap<>();
    private final Map<Integer, Event> newest = new HashMap<>();
    private final Map<Integer, List<Write>> open = new LinkedHashMap<>();
    private final Map<Integer, Integer> locks = new HashMap<>();
    private final Deque<Committed> log = new ArrayDeque<>();
    private Release release;
    private boolean slot;
    private boolean snapshotAfterACommit;
    private @Nullable Long lastCommit;
    private long lsn = 100;
    private long offset;
    private int transactions;

    Model(Random random, Release release) {
      this.random = random;
      this.release = release;
    }

    void run() throws MalformedException {
      for (int i = 0; i < STEPS; i++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2, 3, 4 -> write();
          case 5, 6 -> commit();
          case 7, 8, 9 -> stream();
          case 10 -> snapshot();
          default -> upgrade();
        }
      }
      if (!slot) {
        snapshot();
      }
      while (!open.isEmpty()) {
        commit();
      }
      while (!log.isEmpty()) {
        stream();
      }
    }

    private void write() {
      int transaction = open.size() > 2 || random.nextInt(3) == 0 ? any() : ++transactions;
      int key = random.nextInt(KEYS);
      Integer holder = locks.putIfAbsent(key, transaction);
      if (holder == null || holder == transaction) {
        lsn += 1 + random.nextInt(5);
        Integer value = random.nextInt(4) == 0 ? null : (int) lsn;
        open.computeIfAbsent(transaction, t -> new ArrayList<>()).add(new Write(key, value, lsn));
      }
    }

    private int any() {
      return open.keySet().stream()
          .skip(random.nextInt(Math.max(1, open.size())))
          .findFirst()
          .orElseGet(() -> ++transactions);
    }

    private void commit() {
      if (open.isEmpty()) {
        return;
      }
      int transaction = any();
      List<Write> writes = Objects.requireNonNull(open.remove(transaction));
      locks.values().removeIf(holder -> holder == transaction);
      writes.forEach(
          write -> {
            if (write.value() == null) {
              table.remove(write.key());
            } else {
              table.put(write.key(), write.value());
            }
          });
      lsn += 1;
      long commitLsn = lsn;
      lsn += random.nextInt(3);
      if (slot) {
        log.add(new Committed(writes, commitLsn, lsn));
      }
    }

    private void stream() throws MalformedException {
      Committed next = log.poll();
      if (next == null) {
        return;
      }
      for (Write write : next.writes()) {
        String commit = release == Release.COMMIT_LSN ? "" + next.commitLsn() : "";
        emit(
            write.key(),
            write.value(),
            SourcePositionParser.postgres(positions(write.lsn(), commit)));
      }
      lastCommit = next.endLsn();
    }

    /** The first snapshot creates the slot; later ones block the stream, which may lag. */
    private void snapshot() throws MalformedException {
      if (slot && (lastCommit == null || release == Release.LSN_ONLY)) {
        return;
      }
      slot = true;
      snapshotAfterACommit |= lastCommit != null;
      lsn += 1;
      SourcePosition position =
          SourcePositionParser.postgresSnapshot(
              positions(lastCommit == null ? lsn : lastCommit, ""), false);
      for (Map.Entry<Integer, Integer> row : table.entrySet()) {
        emit(row.getKey(), row.getValue(), position);
      }
    }

    /**
     * Changes the connector's release. After a snapshot with a last commit, a release without the
     * last commit could not order a transaction that was open at the snapshot, so it is not chosen.
     */
    private void upgrade() {
      if (snapshotAfterACommit) {
        release = random.nextBoolean() ? Release.SEQUENCE : Release.COMMIT_LSN;
      } else {
        release = RELEASES.get(random.nextInt(RELEASES.size()));
        lastCommit = random.nextInt(3) == 0 ? null : lastCommit;
      }
    }

    private SourcePositionParser.PostgresPositions positions(long own, String commit)
        throws MalformedException {
      String first = lastCommit == null ? "null" : "\"" + lastCommit + "\"";
      String sequence = release == Release.LSN_ONLY ? "" : "[" + first + ",\"" + own + "\"]";
      return SourcePositionParser.PostgresPositions.of(sequence, own, commit);
    }

    private void emit(int key, @Nullable Integer value, @Nullable SourcePosition position) {
      Version version = Version.of(0, Objects.requireNonNull(position), 0, offset++);
      Event before = newest.get(key);
      if (before == null || version.isAfter(before.version())) {
        newest.put(key, new Event(value, version));
      }
    }
  }
}
