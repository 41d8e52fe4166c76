package io.portage.config.reference;

import io.portage.config.Services;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** The providers of reference sources of this class path by key. */
public final class ReferenceSources {
  /** The keys that every reference has, whatever its source. */
  private static final Set<String> COMMON = Set.of("key", "refresh");

  private static final Map<String, ReferenceSourceProvider> ALL =
      byKey(Services.of(ReferenceSourceProvider.class));

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
    Map<String, ReferenceSourceProvider> byKey =
        Services.byName(providers, ReferenceSourceProvider::key, "key of a reference source");
    for (String key : COMMON) {
      if (byKey.containsKey(key)) {
        throw new IllegalStateException("duplicate key of a reference source: " + key);
      }
    }
    return byKey;
  }
}
