package io.portage.config;

import io.portage.config.TargetConfig.OnStale;
import io.portage.config.TargetConfig.Waiting;
import java.time.Duration;
import java.util.Map;

/** Reads {@code target}. */
final class TargetReader {
  private static final int MOST_ROWS = 100_000;
  private static final int MOST_WAITING = 10_000_000;
  private static final Duration SHORTEST_EXPIRY = Duration.ofSeconds(1);
  private static final Map<String, OnStale> ON_STALE =
      Map.of("count", OnStale.COUNT, "dead-letter", OnStale.DEAD_LETTER);

  private TargetReader() {}

  static TargetConfig read(Section section) {
    Section database = section.required("jdbc").section();
    TargetConfig defaults = TargetConfig.of(JdbcReader.target(database));
    database.finish();
    Section batch = section.optional("batch").section();
    int rows = batch.optional("rows").integer(defaults.batchRows(), 1, MOST_ROWS);
    batch.finish();
    String tombstones = section.optional("tombstones").parse(Tables::name, defaults.tombstones());
    Field expiry = section.optional("tombstoneExpiry");
    OnStale onStale = section.optional("onStale").choice(ON_STALE, defaults.onStale());
    Waiting waiting = waiting(section.optional("waiting").section());
    section.finish();
    return new TargetConfig(
        defaults.jdbc(),
        rows,
        tombstones,
        expiry.isThere() ? expiry.duration(SHORTEST_EXPIRY, SHORTEST_EXPIRY) : null,
        onStale,
        waiting);
  }

  private static Waiting waiting(Section section) {
    Waiting defaults = Waiting.DEFAULTS;
    Waiting waiting =
        new Waiting(
            section.optional("atMost").duration(defaults.atMost(), Duration.ZERO),
            section.optional("rows").integer(defaults.rows(), 0, MOST_WAITING),
            section.optional("table").parse(Tables::name, defaults.table()));
    section.finish();
    return waiting;
  }
}
