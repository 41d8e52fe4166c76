package io.portage.config;

import java.time.Duration;
import java.util.Map;

/** Reads {@code source.kafka.growth}. */
final class GrowthReader {
  private static final Map<String, Boolean> MISSING = Map.of("refuse", false, "wait", true);
  private static final int MOST_ROOM = 10_000;
  private static final Duration OFTENEST = Duration.ofSeconds(1);

  private GrowthReader() {}

  static GrowthConfig read(Section section) {
    GrowthConfig defaults = GrowthConfig.DEFAULTS;
    Field room = section.optional("room");
    GrowthConfig growth =
        new GrowthConfig(
            room.isThere() ? Integer.valueOf(room.integer(0, 0, MOST_ROOM)) : defaults.room(),
            section.optional("lookEvery").duration(defaults.lookEvery(), OFTENEST),
            section.optional("missingTopics").choice(MISSING, defaults.waitForTopics()));
    section.finish();
    return growth;
  }
}
