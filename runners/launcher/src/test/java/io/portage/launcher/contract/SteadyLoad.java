package io.portage.launcher.contract;

import io.portage.launcher.demo.TargetDatabase;
import io.portage.launcher.publish.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Changes of users at a steady rate: creates, updates and deletes of a few thousand keys, each key
 * in its order. Every thousandth change is poison, in turn for the sink and for the decoder. Not
 * thread-safe.
 */
public final class SteadyLoad {
  /** The required number of partitions of the topic. */
  public static final int PARTITIONS = 3;

  private static final int KEYS = 2_000;
  private static final int POISON_EVERY = 1_000;
  private static final long FIRST_POISONED = 1_000_000;
  private static final long FIRST_TIME = 1_726_531_200_000L;

  private final SplittableRandom random;
  private final long[] offsets = new long[PARTITIONS];
  private final Map<Long, String> rows = new TreeMap<>();
  private final List<String> poisoned = new ArrayList<>();
  private volatile int count;

  /** Creates a load; deterministic for a seed. */
  public SteadyLoad(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns the number of changes so far. */
  public int count() {
    return count;
  }

  /** Returns the end offset of a partition that received all changes. */
  public long end(int partition) {
    return offsets[partition];
  }

  /** Returns the rows that are not deleted, by key. */
  public Map<Long, String> rows() {
    return rows;
  }

  /** Returns {@code stage partition-offset} of all poison. */
  public List<String> poisoned() {
    return poisoned;
  }

  /**
   * Returns true if the change with this number is poison; the others have the name {@code n} and
   * their number.
   */
  public static boolean isPoison(int number) {
    return number % POISON_EVERY == 0;
  }

  /** Returns the next change. */
  public Event next() {
    int number = count + 1;
    count = number; // one thread writes, others read
    if (isPoison(count)) {
      return count % (2 * POISON_EVERY) == 0 ? malformed() : poison();
    }
    long key = 1L + random.nextInt(KEYS);
    boolean delete = rows.containsKey(key) && random.nextInt(20) == 0;
    String name = "n" + count;
    if (delete) {
      rows.remove(key);
    } else {
      rows.put(key, name);
    }
    return event(key, text(delete ? "d" : "u", delete ? "before" : "after", key, name));
  }

  /** Returns the rows of {@code table} that are present and not marked as deleted, by key. */
  public static Map<Long, String> rows(TargetDatabase database, String table) throws SQLException {
    Map<Long, String> rows = new TreeMap<>();
    for (List<String> row : database.rows(table, List.of("user_id", "name", "is_deleted"))) {
      if (!row.get(2).equals("true")) {
        rows.put(Long.parseLong(row.get(0)), row.get(1));
      }
    }
    return rows;
  }

  private Event malformed() {
    Event event = event(random.nextInt(KEYS), "### not json ###");
    poisoned.add("Decode " + event.partition() + "-" + (offsets[event.partition()] - 1));
    return event;
  }

  private Event poison() {
    Event event =
        event(FIRST_POISONED + count, text("c", "after", FIRST_POISONED + count, "poison"));
    poisoned.add("Upsert " + event.partition() + "-" + (offsets[event.partition()] - 1));
    return event;
  }

  private String text(String op, String side, long key, String name) {
    return "{\"op\":\"%s\",\"%s\":{\"user_id\":%d,\"name\":\"%s\",\"email\":null,\"country_code\":\"DE\"},\"timestamp_ms\":%d}"
        .formatted(op, side, key, name, FIRST_TIME + 10L * count);
  }

  private Event event(long key, String text) {
    int partition = (int) (key % PARTITIONS);
    offsets[partition]++;
    return new Event(
        count,
        Long.toString(key).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8),
        partition,
        null);
  }
}
