package io.portage.launcher.demo;

import io.portage.launcher.publish.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Generated change events of users, and the expected table.
 *
 * <p>Deterministic for a seed and a number. A tenth as many keys as events, some far more frequent
 * than others; 10% creates, 80% updates, 10% deletes; 5% older, by up to 10 s, than an event
 * already sent for their key; 1% sent twice; 0.1% malformed, of each kind in turn. The event with
 * the greatest time of a key wins, the later event in a tie.
 */
public final class Workload {
  private static final long FIRST_TIME = 1_726_531_200_000L;
  private static final int MOST_DISORDER_MS = 10_000;
  private static final String[] DOMAINS = {"contoso.com", "company.com", "gmail.com", "outlook.de"};
  private static final String[] COUNTRIES = {"US", "IN", "DE", "SG", "BR"};
  private static final String[] MALFORMED = {
    "### not json ###",
    "{\"op\":\"x\",\"after\":%s,\"timestamp_ms\":%d}",
    "{\"op\":\"u\",\"after\":%s}",
    "{\"op\":\"u\",\"after\":null,\"timestamp_ms\":%2$d}",
    "{\"op\":\"u\",\"after\":%s,\"timestamp_ms\":%d",
    "{\"op\":\"c\",\"after\":{\"name\":\"no key\"},\"timestamp_ms\":%2$d}"
  };

  private final SplittableRandom random;
  private final int keys;
  private final List<Event> events = new ArrayList<>();
  private final Map<Long, WorkloadUser> newest = new TreeMap<>();
  private final List<long[]> sent = new ArrayList<>();
  private int malformed;

  private Workload(int size, long seed) {
    this.random = new SplittableRandom(seed);
    this.keys = Math.max(1, size / 10);
  }

  /** The newest state of a user. */
  record WorkloadUser(
      String name, @Nullable String email, String country, boolean deleted, long changeTime) {}

  /** Generates {@code size} events from {@code seed}. */
  public static Workload generate(int size, long seed) {
    Workload workload = new Workload(size, seed);
    while (workload.events.size() < size) {
      workload.next(size);
    }
    return workload;
  }

  /** Returns the events in the order of sending, each with its user's id as the key. */
  public List<Event> events() {
    return events;
  }

  /** Returns the number of events that no pipeline can use. */
  public int malformed() {
    return malformed;
  }

  /** Returns the expected table, by key. */
  Map<Long, WorkloadUser> newest() {
    return newest;
  }

  private void next(int size) {
    int place = events.size();
    long time = FIRST_TIME + place;
    long id = 1 + popular();
    if (place > 0 && random.nextInt(100) < 5) {
      long[] earlier = sent.get(sent.size() - 1 - random.nextInt(Math.min(sent.size(), 5_000)));
      id = earlier[0];
      time = earlier[1] - 1 - random.nextInt(MOST_DISORDER_MS / 2);
    }
    sent.add(new long[] {id, time});
    if (random.nextInt(1_000) == 0) {
      add(
          id,
          String.format(MALFORMED[malformed++ % MALFORMED.length], image(user(id, time)), time));
      return;
    }
    int kind = random.nextInt(10);
    WorkloadUser user = user(id, time);
    String body = kind == 0 ? "c" : "u";
    if (kind == 1) {
      user = new WorkloadUser(user.name(), user.email(), user.country(), true, time);
      body = "d";
    }
    String field = kind == 1 ? "before" : "after";
    String text =
        "{\"op\":\""
            + body
            + "\",\""
            + field
            + "\":"
            + image(id, user)
            + ",\"timestamp_ms\":"
            + time
            + "}";
    int copies = events.size() + 1 < size && random.nextInt(100) == 0 ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      add(id, text);
    }
    WorkloadUser known = newest.get(id);
    if (known == null || known.changeTime() <= time) {
      newest.put(id, user);
    }
  }

  /** Skewed: the square of a uniform draw, so that low ids are far more frequent. */
  private long popular() {
    double draw = random.nextDouble();
    return (long) (draw * draw * keys);
  }

  private WorkloadUser user(long id, long time) {
    int version = random.nextInt(1_000);
    return new WorkloadUser(
        "User " + id + " v" + version,
        version % 50 == 0 ? null : "u" + id + "@" + DOMAINS[version % DOMAINS.length],
        COUNTRIES[version % COUNTRIES.length],
        false,
        time);
  }

  private static String image(WorkloadUser user) {
    return image(1, user);
  }

  private static String image(long id, WorkloadUser user) {
    return "{\"user_id\":"
        + id
        + ",\"name\":\""
        + user.name()
        + "\",\"email\":"
        + (user.email() == null ? "null" : "\"" + user.email() + "\"")
        + ",\"country_code\":\""
        + user.country()
        + "\"}";
  }

  private void add(long id, String text) {
    events.add(
        new Event(
            events.size() + 1,
            Long.toString(id).getBytes(StandardCharsets.UTF_8),
            text.getBytes(StandardCharsets.UTF_8),
            null,
            null));
  }
}
