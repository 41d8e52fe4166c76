package io.portage.config.reading;

import io.portage.config.DiscoveryConfig;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Duration;
import java.util.Map;

/** Reads {@code source.kafka.partitions}. */
final class DiscoveryReader {
  private static final Map<String, Boolean> MISSING = Map.of("refuse", false, "wait", true);
  private static final int MAX_HEADROOM = 10_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private DiscoveryReader() {}

  static DiscoveryConfig read(YamlMapping section) {
    DiscoveryConfig defaults = DiscoveryConfig.DEFAULTS;
    YamlValue headroom = section.optional("headroom");
    DiscoveryConfig discovery =
        new DiscoveryConfig(
            headroom.isPresent()
                ? Integer.valueOf(headroom.integer(0, 0, MAX_HEADROOM))
                : defaults.headroom(),
            section.optional("discoveryInterval").duration(defaults.interval(), SHORTEST),
            section.optional("missingTopics").choice(MISSING, defaults.waitForTopics()));
    section.finish();
    return discovery;
  }
}
