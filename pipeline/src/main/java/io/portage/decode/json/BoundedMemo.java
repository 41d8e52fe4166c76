package io.portage.decode.json;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What was worked out before, bounded: when it is full, the rest is worked out each time.
 *
 * @param <K> by what it is found
 * @param <V> what was worked out, safe to share
 */
public final class BoundedMemo<K, V> {
  private static final int MAX = 1_000;

  private final Map<K, V> entries = new ConcurrentHashMap<>();

  @Nullable
  public V get(K key) {
    return entries.get(key);
  }

  /** Keeps {@code value}, or replaces what is there, and gives it back. */
  public V remember(K key, V value) {
    if (entries.size() < MAX || entries.containsKey(key)) {
      entries.put(key, value);
    }
    return value;
  }
}
