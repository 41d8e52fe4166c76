package io.portage.config.reading;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.config.yaml.YamlMapping;
import java.time.Duration;
import java.util.Map;

/** Reads {@code latest}. */
final class LatestReader {
  private static final Map<String, LatePolicy> LATE =
      Map.of("apply", LatePolicy.APPLY, "dead-letter", LatePolicy.DEAD_LETTER);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final int MAX_SHARDS = 256;
  private static final int MAX_PANE_ROWS = 1_000_000;

  private LatestReader() {}

  static LatestConfig read(YamlMapping section) {
    LatestConfig defaults = LatestConfig.DEFAULTS;
    LatestConfig latest =
        new LatestConfig(
            section.optional("window").duration(defaults.window(), SHORTEST),
            section.optional("maxOutOfOrder").duration(defaults.maxOutOfOrder(), Duration.ZERO),
            section.optional("allowedLateness").duration(defaults.allowedLateness(), Duration.ZERO),
            section.optional("emitEvery").duration(defaults.emitEvery(), SHORTEST),
            section.optional("late").choice(LATE, defaults.late()),
            section.optional("shards").integer(defaults.shards(), 1, MAX_SHARDS),
            section.optional("paneRows").integer(defaults.paneRows(), 1, MAX_PANE_ROWS));
    section.finish();
    return latest;
  }
}
