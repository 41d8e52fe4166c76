package io.portage.sink;

import io.portage.config.PortageConfig;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;

/** The sinks of this class path by name. */
public final class SinkProviders {
  private static final Map<String, SinkProvider> ALL = load();

  private SinkProviders() {}

  /** Returns the names of all sinks, sorted. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  /**
   * Returns the provider of that name.
   *
   * @throws IllegalStateException if there is none on this class path
   */
  public static SinkProvider find(String name) {
    SinkProvider provider = ALL.get(name);
    if (provider == null) {
      throw new IllegalStateException(
          "no sink "
              + name
              + " on this class path, found: "
              + String.join(", ", ALL.keySet())
              + "; every worker needs the jar of the sink");
    }
    return provider;
  }

  /** Returns the provider of the job's sink; see {@link #find}. */
  public static SinkProvider of(PortageConfig config) {
    return find(config.target().sink().provider());
  }

  private static Map<String, SinkProvider> load() {
    Map<String, SinkProvider> providers = new TreeMap<>();
    // This class's loader and not the thread's, which on Flink may be the cluster's.
    for (SinkProvider provider :
        ServiceLoader.load(SinkProvider.class, SinkProvider.class.getClassLoader())) {
      if (providers.putIfAbsent(provider.name(), provider) != null) {
        throw new IllegalStateException("duplicate sink: " + provider.name());
      }
    }
    return Collections.unmodifiableMap(providers);
  }
}
