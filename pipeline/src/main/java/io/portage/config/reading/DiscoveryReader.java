package io.portage.config.reading;

import io.portage.config.DiscoveryConfig;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Duration;
import java.util.Map;

/** Reads {@code source.kafka.partitions}. */
final class DiscoveryReader {
  private static final Map<String, Boolean> MISSING = Map.of("refuse", false, "wait", true);
  private static final int MOST_ROOM = 10_000;
  private static final Duration OFTENEST = Duration.ofSeconds(1);

  private DiscoveryReader() {}

  static DiscoveryConfig read(YamlMapping section) {
    DiscoveryConfig defaults = DiscoveryConfig.DEFAULTS;
    YamlValue room = section.optional("headroom");
    DiscoveryConfig growth =
        new DiscoveryConfig(
            room.isPresent() ? Integer.valueOf(room.integer(0, 0, MOST_ROOM)) : defaults.headroom(),
            section.optional("discoveryInterval").duration(defaults.interval(), OFTENEST),
            section.optional("missingTopics").choice(MISSING, defaults.waitForTopics()));
    section.finish();
    return growth;
  }
}
