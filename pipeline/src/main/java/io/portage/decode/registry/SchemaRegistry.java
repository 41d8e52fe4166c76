package io.portage.decode.registry;

import io.portage.decode.MalformedException;
import io.portage.metrics.Ledger;
import io.portage.model.BackOff;
import io.portage.model.Stage;
import io.portage.target.TargetException;
import io.portage.target.connection.OutageBackOff;
import io.portage.target.connection.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a registry by id. A schema that was fetched is kept and never fetched again,
 * except the oldest beyond {@value #MOST}.
 *
 * <p>{@link #get} blocks while the registry does not answer, as a write does while the database is
 * down: without the schema there is no change. An interrupt ends the wait. An id that the registry
 * does not have is asked again until {@code unknownIdWait} has passed, since a replica may be
 * behind; this wait is for all ids together, and begins again after a schema was fetched or after
 * ten times as long, so that a topic of foreign bytes does not stop the job. Then the answer "not
 * there" is kept for {@value #NEGATIVE_SECONDS} s.
 *
 * <p>Thread-safe; one per registry and process, see {@link SchemaRegistries}.
 */
public final class SchemaRegistry {
  /** The maximum number of schemas that are kept, and of missing ids. */
  static final int MOST = 5_000;

  private static final int NEGATIVE_SECONDS = 5;
  private static final int QUIET_TIMES = 10;
  private static final BackOff UNKNOWN = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private final Duration unknownIdWait;
  private final Supplier<RegistryApi> opening;
  private final Clock clock;
  private final Sleeper sleeper;
  private final OutageBackOff backoff;
  private final ReentrantLock requests = new ReentrantLock();
  private final Map<SchemaId, RegisteredSchema> known = new LinkedHashMap<>();
  private final Map<SchemaId, Missing> missing = new LinkedHashMap<>();
  private @Nullable RegistryApi api;
  private @Nullable Instant waitBegan;

  private record Missing(String problem, Instant at) {}

  SchemaRegistry(RegistryConfig config, Clock clock, Sleeper sleeper) {
    this(config, clock, sleeper, () -> new RegistryApi(config, new RegistryClient(config)));
  }

  /** Creates a registry; {@code opening} makes the client at the first request. */
  SchemaRegistry(
      RegistryConfig config, Clock clock, Sleeper sleeper, Supplier<RegistryApi> opening) {
    this.unknownIdWait = config.unknownIdWait();
    this.clock = clock;
    this.sleeper = sleeper;
    this.backoff = new OutageBackOff("schema registry", sleeper);
    this.opening = opening;
  }

  /**
   * Returns the schema of an id.
   *
   * @throws UnknownSchemaException if the registry does not have it
   * @throws RegistryException if the registry refuses the credentials
   * @throws TargetException on an interrupt
   */
  public RegisteredSchema get(SchemaId id) throws UnknownSchemaException {
    long started = System.nanoTime();
    int failures = 0;
    int misses = 0;
    while (true) {
      RegisteredSchema cached = cached(id);
      if (cached != null) {
        return cached;
      }
      try {
        RegisteredSchema fetched = fetch(id);
        backoff.recovered(failures + 1, started);
        return fetched;
      } catch (UnknownSchemaException e) {
        if (!mayWait(id, String.valueOf(e.getMessage()))) {
          throw e;
        }
        pause(UNKNOWN.jittered(++misses));
      } catch (RegistryUnavailableException e) {
        count(e.code());
        backoff.pause(++failures, e.code(), e.getMessage());
      }
    }
  }

  /**
   * The same for the id in a record.
   *
   * @throws MalformedException if the registry does not have the schema
   */
  public RegisteredSchema ofRecord(SchemaId id) throws MalformedException {
    try {
      return get(id);
    } catch (UnknownSchemaException e) {
      throw new MalformedException("the " + id + " " + e.getMessage());
    }
  }

  /**
   * Sends one request.
   *
   * @throws RegistryException if the registry does not answer or refuses the credentials
   */
  public void probe() {
    try {
      api().probe();
    } catch (UnknownSchemaException e) {
      throw new RegistryException("the registry of source.registry.url " + e.getMessage(), e);
    } catch (RegistryUnavailableException e) {
      throw unavailable(e);
    }
  }

  private static RegistryException unavailable(RegistryUnavailableException e) {
    return new RegistryException("the schema registry is unavailable: " + e.getMessage(), e);
  }

  private RegisteredSchema fetch(SchemaId id)
      throws UnknownSchemaException, RegistryUnavailableException {
    try {
      requests.lockInterruptibly();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    try {
      RegisteredSchema meanwhile = cached(id);
      if (meanwhile != null) {
        return meanwhile;
      }
      RegisteredSchema fetched = api().fetch(id);
      keep(id, fetched);
      return fetched;
    } finally {
      requests.unlock();
    }
  }

  private synchronized RegistryApi api() {
    if (api == null) {
      api = opening.get();
    }
    return api;
  }

  /** Returns the schema if it is known; null if the registry is to be asked. */
  private synchronized @Nullable RegisteredSchema cached(SchemaId id)
      throws UnknownSchemaException {
    Missing recently = missing.get(id);
    if (recently != null) {
      if (clock.instant().isBefore(recently.at().plusSeconds(NEGATIVE_SECONDS))) {
        throw new UnknownSchemaException(recently.problem());
      }
      missing.remove(id);
    }
    return known.get(id);
  }

  private synchronized void keep(SchemaId id, RegisteredSchema schema) {
    known.put(id, schema);
    removeOldest(known);
    waitBegan = null;
  }

  /** Returns false if the id must not be asked again now; it is then kept as missing. */
  private synchronized boolean mayWait(SchemaId id, String problem) {
    Instant now = clock.instant();
    Duration longest = unknownIdWait;
    if (waitBegan == null || !now.isBefore(waitBegan.plus(longest.multipliedBy(QUIET_TIMES)))) {
      waitBegan = now;
    }
    if (now.isBefore(waitBegan.plus(longest))) {
      return true;
    }
    missing.put(id, new Missing(problem, now));
    removeOldest(missing);
    return false;
  }

  private static void removeOldest(Map<SchemaId, ?> entries) {
    if (entries.size() > MOST) {
      Iterator<SchemaId> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static void count(String code) {
    Ledger.counter(Stage.DECODE, "retries").inc();
    Ledger.counter(Stage.DECODE, "retries." + code).inc();
  }

  private void pause(Duration length) {
    try {
      sleeper.sleep(length);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static TargetException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TargetException("interrupted while waiting for the schema registry", e);
  }
}
