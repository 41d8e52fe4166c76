package io.portage.launcher.bench;

import io.portage.launcher.publish.EventFile.Event;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Generates change events of users, one after the other, and the expected table.
 *
 * <p>Deterministic for a plan, a seed and the times. 80% updates, 10% creates, 10% deletes; 5%
 * older, by up to 10 s, than the newest event of their key; 0.1% malformed, of each kind in turn.
 * 0.5% of the addresses and of the countries are null, a fifth of the countries is unknown. The
 * event with the greatest time of a key wins, and no two events of a key share it. At a rate every
 * tenth event is a probe: it creates its own key, above {@code keys}, at its own time, so that its
 * row shows its latency. Not thread-safe.
 */
final class UserEvents {
  private static final int RECENT = 5_000;
  private static final int MOST_DISORDER_MS = 10_000;
  private static final String[] DOMAINS = {"contoso.com", "company.com", "gmail.com", "outlook.de"};
  private static final String[] CODES = {"US", "IN", "DE", "SG", "BR"};

  /** Formatted with the image, the time and the key of a valid event. */
  private static final String[] MALFORMED = {
    "{\"op\":\"u\",\"before\":null,\"after\":%1$s,\"timesta",
    "### not json ###",
    "{\"op\":\"x\",\"before\":null,\"after\":%1$s,\"timestamp_ms\":%2$d}",
    "{\"op\":\"u\",\"before\":null,\"after\":%1$s}",
    "{\"op\":\"u\",\"before\":null,\"after\":null,\"timestamp_ms\":%2$d}",
    "{\"op\":\"c\",\"before\":null,\"after\":{\"user_id\":null,\"name\":\"no key\"},\"timestamp_ms\":%2$d}",
    "{\"op\":\"u\",\"before\":null,\"after\":%1$s,\"timestamp_ms\":\"yesterday\"}",
    "{\"op\":\"u\",\"before\":null,\"after\":{\"user_id\":\"user %3$d\",\"name\":\"x\"},\"timestamp_ms\":%2$d}"
  };

  private final BenchPlan plan;
  private final ToLongFunction<SplittableRandom> keys;
  private final SplittableRandom random;
  private final NewestUsers newest;
  private final long[] recent = new long[RECENT];
  private int drawn;
  private int number;
  private int probes;
  private int malformed;

  UserEvents(BenchPlan plan, long seed) {
    this.plan = plan;
    this.keys = plan.skew().over(plan.keys());
    this.random = new SplittableRandom(seed);
    this.newest = new NewestUsers(plan.keys() + plan.probes());
  }

  /** Returns the number of generated events. */
  int count() {
    return number;
  }

  /** Returns the number of events that cannot be used. */
  int malformed() {
    return malformed;
  }

  /** Returns the expected table, by key. */
  NewestUsers newest() {
    return newest;
  }

  /** Returns the row of the user after the event with this number. */
  static BenchUser user(long id, int number, boolean probe, long time) {
    long mixed = mixed(number);
    int company = Math.floorMod(mixed, 200);
    int country = Math.floorMod(mixed >> 16, 200);
    return new BenchUser(
        id,
        "User " + id + " of event " + number,
        company == 0 ? null : "u" + id + "." + number + "@" + DOMAINS[company % DOMAINS.length],
        country == 0 ? null : CODES[country % CODES.length],
        !probe && op(number) == 'd',
        time);
  }

  /** Returns the expected row of {@code id}; only for a key that has a change. */
  BenchUser expected(long id) {
    int of = newest.number(id);
    return user(id, of, plan.isProbe(of), newest.time(id));
  }

  /**
   * Returns the next event.
   *
   * @param now the time of the change in milliseconds, unless the event is an older one
   */
  Event next(long now) {
    if (plan.isProbe(number)) {
      probes++;
      long id = (long) plan.keys() + probes;
      return event(id, change(id, 'c', true, now));
    }
    boolean stale = drawn > 0 && random.nextInt(100) < 5;
    long id = stale ? recent[random.nextInt(Math.min(drawn, RECENT))] : keys.applyAsLong(random);
    recent[drawn++ % RECENT] = id;
    long known = newest.time(id);
    long time = Math.max(now, known + 1); // also if known is NONE
    if (stale && known != NewestUsers.NONE) {
      time = known - 1 - random.nextInt(MOST_DISORDER_MS);
    }
    if (random.nextInt(1_000) == 0) {
      String text = MALFORMED[malformed++ % MALFORMED.length];
      String image = image(user(id, number, false, time));
      return event(id, String.format(Locale.ROOT, text, image, time, id));
    }
    return event(id, change(id, op(number), false, time));
  }

  private String change(long id, char op, boolean probe, long time) {
    String image = image(user(id, number, probe, time));
    String before = op == 'd' ? image : op == 'u' ? before(id) : "null";
    String text =
        "{\"op\":\""
            + op
            + "\",\"before\":"
            + before
            + ",\"after\":"
            + (op == 'd' ? "null" : image)
            + ",\"timestamp_ms\":"
            + time
            + "}";
    newest.offer(id, time, number);
    return text;
  }

  private String before(long id) {
    return newest.time(id) == NewestUsers.NONE ? "null" : image(expected(id));
  }

  private Event event(long id, String text) {
    number++;
    return new Event(
        number,
        Long.toString(id).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8),
        null,
        null);
  }

  private static char op(int number) {
    int kind = Math.floorMod(mixed(number) >> 32, 10);
    return kind == 0 ? 'c' : kind == 1 ? 'd' : 'u';
  }

  private static String image(BenchUser user) {
    return "{\"user_id\":"
        + user.id()
        + ",\"name\":\""
        + user.name()
        + "\",\"email\":"
        + quoted(user.email())
        + ",\"country_code\":"
        + quoted(user.country())
        + "}";
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : '"' + text + '"';
  }

  /** Returns well-distributed bits of a number (the finalizer of SplitMix64). */
  private static long mixed(int number) {
    long bits = (number + 1) * 0x9E3779B97F4A7C15L;
    bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    return bits ^ (bits >>> 31);
  }
}
