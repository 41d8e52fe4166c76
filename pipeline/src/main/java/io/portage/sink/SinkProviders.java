package io.portage.sink;

import io.portage.config.PortageConfig;
import io.portage.config.Services;
import java.util.Map;
import java.util.Set;

/** The sinks of this class path by name. */
public final class SinkProviders {
  private static final Map<String, SinkProvider> ALL =
      Services.byName(Services.of(SinkProvider.class), SinkProvider::name, "sink");

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
}
