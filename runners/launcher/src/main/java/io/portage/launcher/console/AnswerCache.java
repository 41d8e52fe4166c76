package io.portage.launcher.console;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers for two seconds, so that many viewers cost as much as one; of several requests for
 * one answer one computes it. The names of the answers are fixed by the jobs, so there are few.
 */
final class AnswerCache {
  private static final Duration AGE = Duration.ofSeconds(2);

  private final Clock clock;
  private final Map<String, CachedAnswer> answers = new ConcurrentHashMap<>();

  AnswerCache(Clock clock) {
    this.clock = clock;
  }

  /** Returns an answer; {@code type} is always the same for a name. */
  <T> T get(String name, Class<T> type, Supplier<T> compute) {
    return type.cast(answers.computeIfAbsent(name, each -> new CachedAnswer()).get(clock, compute));
  }

  private static final class CachedAnswer {
    private @Nullable Object answer;
    private long computedAt;

    synchronized Object get(Clock clock, Supplier<?> compute) {
      Object known = answer;
      if (known == null || clock.millis() - computedAt > AGE.toMillis()) {
        known = compute.get();
        answer = known;
        computedAt = clock.millis();
      }
      return known;
    }
  }
}
