package io.portage.launcher.contract;

import io.portage.launcher.publish.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/**
 * Random change events of a few keys that no other history has, and the expected rows.
 *
 * <p>The model is simple: of all changes of a key the one with the greatest (time, place of
 * sending) wins, or for a log the greatest position; a truncate removes older rows.
 */
final class History {
  /** The first key of history 0; each history has {@value #KEYS} keys. */
  private static final int KEYS = 3;

  /** The number of partitions of the topic. */
  static final int PARTITIONS = 3;

  /** The prefix of every text that the tables reject. */
  static final String POISON = "poison";

  private static final int POISONED = 10_000;

  /** Added to the ids of customers, so that no order has the same id. */
  private static final long CUSTOMERS = 1_000_000;

  private static final int LARGEST = 900_000;

  private final SplittableRandom random;
  private final ContractTimeline timeline;
  private final long firstKey;
  private final List<Event> events = new ArrayList<>();
  private final Map<Long, HistoryState> newest = new TreeMap<>();
  private final Set<Long> poisoned = new TreeSet<>();

  /** Keys whose row in the target may be older than the source's row. */
  private final Set<Long> possiblyOlder = new HashSet<>();

  /** True if each key has its partition; else all keys of the history share one. */
  private boolean spread;

  private History(SplittableRandom random, int number, ContractTimeline timeline) {
    this.random = random;
    this.timeline = timeline;
    this.firstKey = 1 + (long) number * KEYS;
  }

  /**
   * The expected state of a key.
   *
   * @param order the version, compared as a number
   * @param deleted true if the row is removed or marked as deleted
   * @param columns the row's columns by name, as text
   */
  record HistoryState(long order, boolean deleted, Map<String, String> columns) {}

  /** Returns the events in the order of sending. */
  List<Event> events() {
    return events;
  }

  /** Returns the expected rows, by key. */
  Map<Long, HistoryState> newest() {
    return newest;
  }

  /** Returns the keys with a change that the tables reject. */
  Set<Long> poisoned() {
    return poisoned;
  }

  /** Returns true if a truncate has removed the last state of the key. */
  boolean isTruncated(long key) {
    return key < CUSTOMERS && newest.get(key).order() < timeline.truncated();
  }

  /**
   * Returns changes ordered by time: disorder of up to hours, equal times, duplicates, deletes, key
   * changes.
   */
  static History byTime(SplittableRandom random, int number, ContractTimeline timeline) {
    History history = new History(random, number, timeline);
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      long second = random.nextInt(10) == 0 ? -random.nextInt(7_200) : random.nextInt(40);
      history.timed(second, i);
    }
    return history;
  }

  /**
   * Returns changes of a log, of orders and the customers that they refer to. An order often
   * precedes its customer; a customer is never deleted.
   */
  static History byReference(SplittableRandom random, int number, ContractTimeline timeline) {
    History history = new History(random, number, timeline);
    List<Long> owed = new ArrayList<>();
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      history.referring(1_000L + 10L * i, owed);
      if (!owed.isEmpty() && random.nextBoolean()) {
        history.customer(owed.remove(0), 1_004L + 10L * i);
      }
    }
    for (int i = 0; i < owed.size(); i++) {
      history.customer(owed.get(i), 9_000L + i);
    }
    return history;
  }

  /**
   * Returns changes of a log, each key in its order, with unavailable values; duplicates of earlier
   * events follow later.
   *
   * @param moves true if rows change their keys, in one event or in a delete and a create, both on
   *     one partition or on two
   */
  static History byLog(
      SplittableRandom random, int number, ContractTimeline timeline, boolean moves) {
    History history = new History(random, number, timeline);
    history.spread = moves && random.nextBoolean();
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      history.logged(1_000L + 10L * i, moves);
    }
    return history;
  }

  private void referring(long lsn, List<Long> owed) {
    long key = key();
    if (isThere(key, lsn) && random.nextInt(6) == 0) {
      add(key, debezium("d", "orders", ChangeText.order(key, 0, ""), null, lsn));
      put(key, new HistoryState(lsn, true, Map.of()));
      return;
    }
    long customer = CUSTOMERS + key();
    if (!newest.containsKey(customer) && !owed.contains(customer)) {
      owed.add(customer);
    }
    String note = text("o", key);
    String op = isThere(key, lsn) ? "u" : "c";
    add(key, debezium(op, "orders", null, ChangeText.order(key, customer, note), lsn));
    put(key, new HistoryState(lsn, false, Map.of("text", note)));
    sometimesAgain();
  }

  private void customer(long id, long lsn) {
    String name = "c" + random.nextInt(1_000);
    add(id, debezium("c", "customers", null, ChangeText.customer(id, name), lsn));
    put(id, new HistoryState(lsn, false, Map.of("text", name)));
  }

  private void timed(long second, int place) {
    long key = key();
    long order = second * 1_000 + place; // the later of two equal times wins
    long time = ChangeText.FIRST_TIME + second * 1_000;
    int kind = random.nextInt(10);
    String event;
    if (kind == 0) {
      event = ChangeText.envelope("d", ChangeText.user(key, "old"), null, time);
      put(key, new HistoryState(order, true, Map.of()));
    } else if (kind == 1) {
      long other = firstKey + (key - firstKey + 1) % KEYS;
      String name = text("n", other);
      event =
          ChangeText.envelope("u", ChangeText.user(key, "old"), ChangeText.user(other, name), time);
      put(key, new HistoryState(order, true, Map.of()));
      put(other, new HistoryState(order, false, Map.of("name", name)));
    } else {
      String name = text("n", key);
      String op = random.nextBoolean() ? "c" : "u";
      event = ChangeText.envelope(op, null, ChangeText.user(key, name), time);
      put(key, new HistoryState(order, false, Map.of("name", name)));
    }
    int copies = random.nextInt(5) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      add(key, event);
    }
  }

  private void logged(long lsn, boolean moves) {
    long key = key();
    boolean there = isThere(key, lsn);
    long[] free =
        LongStream.range(firstKey, firstKey + KEYS).filter(k -> !isThere(k, lsn)).toArray();
    if (there && random.nextInt(6) == 0) {
      add(key, debezium("d", "docs", ChangeText.doc(key, "", ""), null, lsn));
      put(key, new HistoryState(lsn, true, Map.of()));
    } else if (there && moves && free.length > 0 && random.nextInt(4) == 0) {
      moved(lsn, key, free[random.nextInt(free.length)]);
    } else {
      boolean hasBody = !there || possiblyOlder.contains(key) || random.nextBoolean();
      String after = written(key, lsn, hasBody ? body() : null, key);
      add(key, debezium(there ? "u" : "c", "docs", null, after, lsn));
    }
    sometimesAgain();
  }

  private void moved(long lsn, long from, long to) {
    boolean hasBody = possiblyOlder.contains(from) || random.nextBoolean();
    String before = ChangeText.doc(from, "", "");
    String after = written(to, lsn, hasBody ? body() : null, from);
    put(from, new HistoryState(lsn, true, Map.of()));
    if (spread || random.nextBoolean()) {
      String delete = debezium("d", "docs", before, null, lsn);
      add(from, delete, new RecordHeader("__debezium.newkey", bytes(ChangeText.id(to))));
      add(from, null);
      String create = debezium("c", "docs", null, after, lsn);
      add(to, create, new RecordHeader("__debezium.oldkey", bytes(ChangeText.id(from))));
    } else {
      add(from, debezium("u", "docs", before, after, lsn));
    }
  }

  /** Returns the image of a new version of a row; a null body is an unavailable value. */
  private String written(long key, long lsn, @Nullable String body, long was) {
    String title = text("t", key);
    String whole = body == null ? newest.get(was).columns().get("body") : body;
    put(key, new HistoryState(lsn, false, Map.of("title", title, "body", whole)));
    if (title.startsWith(POISON)) {
      possiblyOlder.add(key);
    } else if (body != null) {
      possiblyOlder.remove(key);
    }
    return ChangeText.doc(key, title, body == null ? ChangeText.UNAVAILABLE : body);
  }

  private boolean isThere(long key, long order) {
    HistoryState known = newest.get(key);
    return known != null && !known.deleted() && known.order() > timeline.truncatedBefore(order);
  }

  /** Returns a new text for the row of a key; sometimes one that the tables reject. */
  private String text(String prefix, long key) {
    if (timeline.poison() && random.nextInt(30) == 0) {
      poisoned.add(key);
      return POISON + " " + random.nextInt(1_000);
    }
    return prefix + random.nextInt(1_000);
  }

  /** Returns a new body; sometimes one of some hundred thousand characters. */
  private String body() {
    String body = "b" + random.nextInt(1_000);
    return random.nextInt(60) == 0
        ? body.repeat(random.nextInt(LARGEST / 4, LARGEST) / body.length())
        : body;
  }

  private void sometimesAgain() {
    if (random.nextInt(6) == 0) {
      events.add(events.get(random.nextInt(events.size())));
    }
  }

  private long key() {
    return firstKey + random.nextInt(KEYS);
  }

  private void put(long key, HistoryState state) {
    newest.merge(key, state, (old, now) -> now.order() >= old.order() ? now : old);
  }

  private String debezium(
      String op, String table, @Nullable String before, @Nullable String after, long lsn) {
    return ChangeText.debezium("h" + firstKey, op, table, before, after, time(random), lsn);
  }

  /** Returns a random time, since the time of a change in a log must not affect its order. */
  private static long time(SplittableRandom random) {
    long time = ChangeText.FIRST_TIME + random.nextInt(60_000);
    return random.nextInt(10) == 0 ? time - 7_200_000 : time;
  }

  private void add(long key, @Nullable String text, Header... headers) {
    // The offset decides a tie, and the changes of a key are in order, only within a partition.
    long partition = (spread ? key : firstKey / KEYS) % PARTITIONS;
    events.add(
        new Event(
            events.size() + 1,
            bytes(Long.toString(key)),
            text == null ? null : bytes(text),
            (int) partition,
            null,
            List.of(headers)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Returns a change that a check constraint rejects: the only change of its key, newer than all
   * truncates. {@code number} determines the key.
   */
  static History poison(
      HistoryKind kind, SplittableRandom random, int number, ContractTimeline timeline) {
    History history = new History(random, POISONED + number, timeline);
    long key = history.firstKey;
    switch (kind) {
      case TIME_SOFT, TIME_HARD -> {
        long time = ChangeText.FIRST_TIME + 50_000;
        history.add(key, ChangeText.envelope("c", null, ChangeText.user(key, POISON), time));
        history.put(key, new HistoryState(50_000, false, Map.of("name", POISON)));
      }
      case LOG_SOFT, MOVES_SOFT, MOVES_HARD -> {
        String body = history.body();
        String after = ChangeText.doc(key, POISON, body);
        history.add(key, history.debezium("c", "docs", null, after, 3_000));
        history.put(key, new HistoryState(3_000, false, Map.of("title", POISON, "body", body)));
      }
      case LOG_REFERENCES -> {
        String after = ChangeText.customer(CUSTOMERS + key, POISON);
        history.add(key, history.debezium("c", "customers", null, after, 3_000));
        history.put(CUSTOMERS + key, new HistoryState(3_000, false, Map.of("text", POISON)));
      }
    }
    history.newest.keySet().forEach(history.poisoned::add);
    return history;
  }

  /** Returns a truncate at this version, on any partition. */
  static Event truncate(HistoryKind kind, SplittableRandom random, long order) {
    String text =
        switch (kind) {
          case TIME_SOFT, TIME_HARD ->
              ChangeText.envelope("t", null, null, ChangeText.FIRST_TIME + order);
          case LOG_SOFT, MOVES_SOFT, MOVES_HARD ->
              ChangeText.debezium(
                  "truncates-" + order, "t", "docs", null, null, time(random), order);
          case LOG_REFERENCES ->
              ChangeText.debezium(
                  "truncates-" + order, "t", "orders", null, null, time(random), order);
        };
    return without(random, text);
  }

  /** Returns an event that no format can decode. */
  static Event malformed(SplittableRandom random) {
    return without(random, "### not json ###");
  }

  /** Returns an event without a key. */
  private static Event without(SplittableRandom random, String text) {
    return new Event(0, null, bytes(text), random.nextInt(PARTITIONS), null);
  }

  /** Returns the events of the histories with these keys, for the message of a failed test. */
  static String description(List<History> histories, Set<Long> keys) {
    StringBuilder text = new StringBuilder();
    for (History history : histories) {
      if (history.newest().keySet().stream().anyMatch(keys::contains)) {
        text.append("truncates ").append(history.timeline.truncates()).append('\n');
        history.events().forEach(event -> text.append(description(event)).append('\n'));
      }
    }
    return text.toString();
  }

  private static String description(Event event) {
    String text = String.valueOf(event.text());
    return event.partition() + " " + (text.length() > 400 ? text.substring(0, 400) : text);
  }

  /** Interleaves histories at random; each keeps its order. */
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
