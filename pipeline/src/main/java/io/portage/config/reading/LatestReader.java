package io.portage.config.reading;

import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.config.TableConfig;
import io.portage.config.yaml.YamlMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@code latest}. */
final class LatestReader {
  private static final Map<String, LatePolicy> LATE =
      Map.of("apply", LatePolicy.APPLY, "dead-letter", LatePolicy.DEAD_LETTER);
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final int MAX_SHARDS = 256;
  private static final int MAX_PANE_ROWS = 1_000_000;

  private LatestReader() {}

  /**
   * Reads the section.
   *
   * @param tables the job's tables, on which the default of {@code shardsPerTable} depends
   */
  static LatestConfig read(YamlMapping section, List<TableConfig> tables) {
    LatestConfig defaults = LatestConfig.DEFAULTS;
    int shards = section.optional("shards").integer(defaults.shards(), 1, MAX_SHARDS);
    boolean areMany =
        tables.size() > LatestConfig.MOST_OF_FEW
            || tables.stream().anyMatch(table -> table.route().isPattern());
    int perTable = areMany ? Math.min(LatestConfig.SHARDS_OF_MANY, shards) : shards;
    LatestConfig latest =
        new LatestConfig(
            section.optional("window").duration(defaults.window(), SHORTEST),
            section.optional("maxOutOfOrder").duration(defaults.maxOutOfOrder(), Duration.ZERO),
            section.optional("allowedLateness").duration(defaults.allowedLateness(), Duration.ZERO),
            section.optional("emitEvery").duration(defaults.emitEvery(), SHORTEST),
            section.optional("late").choice(LATE, defaults.late()),
            shards,
            section.optional("shardsPerTable").integer(perTable, 1, shards),
            section.optional("paneRows").integer(defaults.paneRows(), 1, MAX_PANE_ROWS));
    section.finish();
    return latest;
  }
}
