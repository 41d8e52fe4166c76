package io.portage.decode.json;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A cache of at most 1,000 computed values. Nothing is evicted: when the cache is full, values of
 * further keys are computed each time. Thread-safe.
 *
 * @param <K> the key
 * @param <V> the computed value, safe to share
 */
public final class BoundedMemo<K, V> {
  private static final int MAX = 1_000;

  private final Map<K, V> entries = new ConcurrentHashMap<>();

  @Nullable
  public V get(K key) {
    return entries.get(key);
  }

  /**
   * Stores {@code value}, replacing an earlier value of the key, and returns it. A full cache does
   * not store values of new keys.
   */
  public V remember(K key, V value) {
    if (entries.size() < MAX || entries.containsKey(key)) {
      entries.put(key, value);
    }
    return value;
  }
}
