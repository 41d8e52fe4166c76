package io.portage.launcher.status;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Remembers since when a server is seen as unreachable, and since when a job is seen as standing
 * still. Only what this process has observed: nothing is kept beyond it. Thread-safe.
 */
final class OutageMemory {
  private final Clock clock;
  private final Map<String, Instant> since = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private @Nullable Long committed;
  private boolean waiting;
  private Instant moved;

  OutageMemory(Clock clock) {
    this.clock = clock;
    this.moved = clock.instant();
  }

  /** Returns since when {@code server} has a problem; null if it has none now. */
  synchronized @Nullable Instant observe(String server, @Nullable String problem) {
    if (problem == null) {
      since.remove(server);
      return null;
    }
    return since.computeIfAbsent(server, name -> clock.instant());
  }

  /**
   * Returns since when {@code server} has a problem; null if it has none now, or had one when this
   * process looked first, so that the beginning is not known.
   */
  synchronized @Nullable Instant outage(String server, @Nullable String problem) {
    Instant first = observe(server, problem);
    if (problem == null) {
      reached.add(server);
    }
    return reached.contains(server) ? first : null;
  }

  /**
   * Returns since when the sum of the committed offsets has been the same while records wait: a job
   * without lag does not stand still, also in the time until it is observed again.
   *
   * @param lag the records that have no committed outcome
   */
  synchronized Instant observeCommitted(long sum, long lag) {
    if (committed == null || committed != sum || !waiting) {
      committed = sum;
      moved = clock.instant();
    }
    waiting = lag > 0;
    return moved;
  }
}
