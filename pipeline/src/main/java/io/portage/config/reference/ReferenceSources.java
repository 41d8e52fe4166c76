package io.portage.config.reference;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The providers of reference sources of this class path by key. */
public final class ReferenceSources {
  /** The keys that every reference has, whatever its source. */
  private static final Set<String> COMMON = Set.of("key", "refresh");

  // This class's loader and not the thread's, which on Flink may be the cluster's.
  private static final Map<String, ReferenceSourceProvider> ALL =
      byKey(
          ServiceLoader.load(
              ReferenceSourceProvider.class, ReferenceSourceProvider.class.getClassLoader()));

  private ReferenceSources() {}

  /** Returns all providers, sorted by key. */
  public static Collection<ReferenceSourceProvider> providers() {
    return ALL.values();
  }

  /**
   * Returns the providers by key.
   *
   * @throws IllegalStateException if two providers have one key, or one has a key of all references
   */
  static Map<String, ReferenceSourceProvider> byKey(Iterable<ReferenceSourceProvider> providers) {
    Map<String, ReferenceSourceProvider> byKey = new TreeMap<>();
    for (ReferenceSourceProvider provider : providers) {
      String key = provider.key();
      if (COMMON.contains(key) || byKey.putIfAbsent(key, provider) != null) {
        throw new IllegalStateException("duplicate key of a reference source: " + key);
      }
    }
    return Collections.unmodifiableMap(byKey);
  }
}
