package io.portage.launcher.contract;

import io.portage.launcher.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Changes of users at a steady rate: creates, updates and deletes of a few thousand keys, each key
 * in its own order, and every thousandth poison by turns for the sink and for the decoder. Not
 * thread-safe.
 */
final class SteadyLoad {
  static final int PARTITIONS = 3;
  private static final int KEYS = 2_000;
  private static final int POISON_EVERY = 1_000;
  private static final long FIRST_POISONED = 1_000_000;
  private static final long FIRST_TIME = 1_726_531_200_000L;

  private final SplittableRandom random;
  private final long[] offsets = new long[PARTITIONS];
  private final Map<Long, String> rows = new TreeMap<>();
  private final List<String> poisoned = new ArrayList<>();
  private int count;

  SteadyLoad(long seed) {
    random = new SplittableRandom(seed);
  }

  int count() {
    return count;
  }

  long end(int partition) {
    return offsets[partition];
  }

  /** The live rows, by key. */
  Map<Long, String> rows() {
    return rows;
  }

  /** {@code stage partition-offset} of all poison. */
  List<String> poisoned() {
    return poisoned;
  }

  Event next() {
    count++;
    if (count % POISON_EVERY == 0) {
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
