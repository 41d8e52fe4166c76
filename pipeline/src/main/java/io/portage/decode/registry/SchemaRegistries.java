package io.portage.decode.registry;

import io.portage.target.connection.Sleeper;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registries of this process: formats with equal settings share one, because runners make many
 * copies of a format and each would fetch every schema.
 */
public final class SchemaRegistries {
  private static final ConcurrentHashMap<RegistryConfig, SchemaRegistry> SHARED =
      new ConcurrentHashMap<>();

  private SchemaRegistries() {}

  /** Returns the registry of {@code config}. Sends nothing. */
  public static SchemaRegistry of(RegistryConfig config) {
    return SHARED.computeIfAbsent(
        config, same -> new SchemaRegistry(same, Clock.systemUTC(), Sleeper.REAL));
  }

  /**
   * Asks the registry once.
   *
   * @return the problem by its key in {@code source}; empty if there is none
   */
  public static Map<String, String> problems(RegistryConfig config) {
    try {
      of(config).probe();
      return Map.of();
    } catch (RegistryException e) {
      return Map.of(RegistryConfig.KEY, String.valueOf(e.getMessage()));
    }
  }
}
