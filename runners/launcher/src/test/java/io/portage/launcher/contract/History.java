package io.portage.launcher.contract;

import io.portage.launcher.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Random change events over a few keys of their own, and the rows that they must end in.
 *
 * <p>The model is as plain as it can be: of all changes of a key the one with the greatest (time,
 * place of sending) decides, or for a log the greatest position.
 */
final class History {
  /** First of the keys of history 0; each history has {@value #KEYS}. */
  private static final int KEYS = 3;

  /** How many partitions their topic has. */
  static final int PARTITIONS = 3;

  private static final int POISONED = 10_000;

  /** Added to the ids of customers, so that no order has the same. */
  private static final long CUSTOMERS = 1_000_000;

  private static final long FIRST_TIME = 1_726_531_200_000L;
  private static final String UNAVAILABLE = "__debezium_unavailable_value";

  private final SplittableRandom random;
  private final long firstKey;
  private final List<Event> events = new ArrayList<>();
  private final Map<Long, State> newest = new TreeMap<>();

  private History(SplittableRandom random, int number) {
    this.random = random;
    this.firstKey = 1 + (long) number * KEYS;
  }

  /**
   * What a key must end in.
   *
   * @param order the version, compared as it stands
   * @param deleted whether the row is gone or marked
   * @param columns the row's columns by name, as text
   */
  record State(long order, boolean deleted, Map<String, String> columns) {}

  /** The events in the order of sending. */
  List<Event> events() {
    return events;
  }

  /** The rows, by key. */
  Map<Long, State> newest() {
    return newest;
  }

  /**
   * Changes ordered by time: disorder of up to hours, equal times, duplicates, deletes, changes of
   * the key.
   */
  static History byTime(SplittableRandom random, int number) {
    History history = new History(random, number);
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      long second = random.nextInt(10) == 0 ? -random.nextInt(7_200) : random.nextInt(40);
      history.timed(second, i);
    }
    return history;
  }

  /**
   * Changes of a log of orders and the customers that they refer to. An order often comes before
   * its customer; a customer is never deleted.
   */
  static History byReference(SplittableRandom random, int number) {
    History history = new History(random, number);
    List<Long> owed = new ArrayList<>();
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      history.referring(2_000L + 10L * i, owed);
      if (!owed.isEmpty() && random.nextBoolean()) {
        history.customer(owed.remove(0), 2_005L + 10L * i);
      }
    }
    for (int i = 0; i < owed.size(); i++) {
      history.customer(owed.get(i), 9_000L + i);
    }
    return history;
  }

  private void referring(long lsn, List<Long> owed) {
    long key = key();
    State known = newest.get(key);
    boolean there = known != null && !known.deleted();
    if (there && random.nextInt(6) == 0) {
      add(key, debezium("d", "orders", order(key, 0, ""), null, lsn));
      put(key, new State(lsn, true, Map.of()));
      return;
    }
    long customer = CUSTOMERS + key();
    if (!newest.containsKey(customer) && !owed.contains(customer)) {
      owed.add(customer);
    }
    String note = "o" + random.nextInt(1_000);
    add(key, debezium(there ? "u" : "c", "orders", null, order(key, customer, note), lsn));
    put(key, new State(lsn, false, Map.of("text", note)));
    if (random.nextInt(6) == 0) {
      events.add(events.get(random.nextInt(events.size())));
    }
  }

  private void customer(long id, long lsn) {
    String name = "c" + random.nextInt(1_000);
    add(id, debezium("c", "customers", null, customerImage(id, name), lsn));
    put(id, new State(lsn, false, Map.of("text", name)));
  }

  private static String customerImage(long id, String name) {
    return "{\"id\":" + id + ",\"text\":\"" + name + "\"}";
  }

  private static String order(long key, long customer, String note) {
    return "{\"id\":" + key + ",\"customer\":" + customer + ",\"text\":\"" + note + "\"}";
  }

  private void timed(long second, int place) {
    long key = key();
    long order = second * 1_000 + place; // the later of two equal times wins
    String name = "n" + random.nextInt(1_000);
    long time = FIRST_TIME + second * 1_000;
    int kind = random.nextInt(10);
    String event;
    if (kind == 0) {
      event = envelope("d", image(key, name), null, time);
      put(key, new State(order, true, Map.of()));
    } else if (kind == 1) {
      long other = firstKey + (key - firstKey + 1) % KEYS;
      event = envelope("u", image(key, "old"), image(other, name), time);
      put(key, new State(order, true, Map.of()));
      put(other, new State(order, false, Map.of("name", name)));
    } else {
      event = envelope(random.nextBoolean() ? "c" : "u", null, image(key, name), time);
      put(key, new State(order, false, Map.of("name", name)));
    }
    int copies = random.nextInt(5) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      add(key, event);
    }
  }

  /**
   * Changes of a log, each key in its order, with values that the source could not tell; duplicates
   * of earlier events come again later.
   */
  static History byLog(SplittableRandom random, int number) {
    History history = new History(random, number);
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      history.logged(1_000L + 10L * i);
    }
    return history;
  }

  private void logged(long lsn) {
    long key = key();
    State known = newest.get(key);
    boolean there = known != null && !known.deleted();
    String title = "t" + random.nextInt(1_000);
    String event;
    if (there && random.nextInt(6) == 0) {
      event = debezium("d", "docs", doc(key, "", ""), null, lsn);
      put(key, new State(lsn, true, Map.of()));
    } else {
      boolean told = !there || random.nextBoolean();
      String body = told ? "b" + random.nextInt(1_000) : known.columns().get("body");
      event =
          debezium(
              there ? "u" : "c", "docs", null, doc(key, title, told ? body : UNAVAILABLE), lsn);
      put(key, new State(lsn, false, Map.of("title", title, "body", body)));
    }
    add(key, event);
    if (random.nextInt(6) == 0) {
      events.add(events.get(random.nextInt(events.size())));
    }
  }

  private long key() {
    return firstKey + random.nextInt(KEYS);
  }

  private void put(long key, State state) {
    newest.merge(key, state, (old, now) -> now.order() >= old.order() ? now : old);
  }

  private static String image(long key, String name) {
    return "{\"user_id\":"
        + key
        + ",\"name\":\""
        + name
        + "\",\"email\":null,\"country_code\":\"DE\"}";
  }

  private static String doc(long key, String title, String body) {
    return "{\"id\":" + key + ",\"title\":\"" + title + "\",\"body\":\"" + body + "\"}";
  }

  private static String envelope(String op, String before, String after, long time) {
    return "{\"op\":\""
        + op
        + "\",\"before\":"
        + before
        + ",\"after\":"
        + after
        + ",\"timestamp_ms\":"
        + time
        + "}";
  }

  private String debezium(String op, String table, String before, String after, long lsn) {
    long time = FIRST_TIME + random.nextInt(60_000) - (random.nextInt(10) == 0 ? 7_200_000 : 0);
    return "{\"op\":\""
        + op
        + "\",\"before\":"
        + before
        + ",\"after\":"
        + after
        + ",\"source\":{\"connector\":\"postgresql\",\"schema\":\"public\",\"table\":\""
        + table
        + "\",\"snapshot\":\"false\",\"ts_ms\":"
        + time
        + ",\"lsn\":"
        + lsn
        + ",\"sequence\":\"[\\\""
        + (lsn - 1)
        + "\\\",\\\""
        + lsn
        + "\\\"]\"},\"ts_ms\":"
        + time
        + "}";
  }

  private void add(long key, String text) {
    // the keys of a history share a partition: only there does the offset decide a tie
    events.add(
        new Event(
            events.size() + 1,
            Long.toString(key).getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_8),
            (int) (firstKey / KEYS % PARTITIONS),
            null));
  }

  /** A change that a check constraint refuses; {@code number} makes a key of its own for it. */
  static Event poison(HistoryKind kind, SplittableRandom random, int number) {
    History history = new History(random, POISONED + number);
    long key = history.firstKey;
    history.add(
        key,
        switch (kind) {
          case TIME_SOFT, TIME_HARD -> envelope("c", null, image(key, "poison"), FIRST_TIME);
          case LOG_SOFT -> history.debezium("c", "docs", null, doc(key, "poison", "b"), 3_000);
          case LOG_REFERENCES ->
              history.debezium(
                  "c", "customers", null, customerImage(CUSTOMERS + key, "poison"), 3_000);
        });
    return history.events.get(0);
  }

  /** Something that no format understands. */
  static Event malformed(SplittableRandom random) {
    return new Event(
        0,
        null,
        "### not json ###".getBytes(StandardCharsets.UTF_8),
        random.nextInt(PARTITIONS),
        null);
  }

  /** Mixes histories at random; each keeps its own order. */
  static List<Event> interleave(List<History> histories, SplittableRandom random) {
    List<List<Event>> left = new ArrayList<>();
    histories.forEach(history -> left.add(new ArrayList<>(history.events())));
    List<Event> mixed = new ArrayList<>();
    while (!left.isEmpty()) {
      List<Event> one = left.get(random.nextInt(left.size()));
      mixed.add(one.remove(0));
      if (one.isEmpty()) {
        left.remove(one);
      }
    }
    return mixed;
  }
}
