package io.portage.config;

import io.portage.config.yaml.YamlMapping;
import java.util.Map;
import java.util.Set;

/**
 * A value format that {@code source.format} can name. Providers are found as services of this type
 * on the class path of the launcher; the {@link FormatConfig} that they create is serialized, so
 * its class must be on the class path of the workers.
 */
public interface FormatProvider {
  /** The name in {@code source.format}. */
  String name();

  /** The keys in {@code source} that belong to the format; other formats may have the same keys. */
  default Set<String> keys() {
    return Set.of();
  }

  /**
   * Reads the format's own keys.
   *
   * @param source the section {@code source}; errors are recorded at its values
   * @return the configuration; after an error any value, since the file is then rejected
   */
  FormatConfig read(YamlMapping source);

  /** Returns the formats of this class path by name, sorted. */
  static Map<String, FormatProvider> all() {
    return Services.byName(Services.of(FormatProvider.class), FormatProvider::name, "format");
  }
}
