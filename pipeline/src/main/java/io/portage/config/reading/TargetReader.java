package io.portage.config.reading;

import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.ParkingConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.time.Duration;
import java.util.Map;

/** Reads {@code target}. */
final class TargetReader {
  private static final int MAX_ROWS = 100_000;
  private static final int MAX_PARKED_ROWS = 10_000_000;
  private static final Duration SHORTEST_EXPIRY = Duration.ofSeconds(1);
  private static final Map<String, StalePolicy> ON_STALE =
      Map.of("count", StalePolicy.COUNT, "dead-letter", StalePolicy.DEAD_LETTER);

  private TargetReader() {}

  static TargetConfig read(YamlMapping section) {
    YamlMapping database = section.required("jdbc").section();
    TargetConfig defaults = TargetConfig.of(JdbcReader.target(database));
    database.finish();
    YamlMapping batch = section.optional("batch").section();
    int rows = batch.optional("rows").integer(defaults.batchRows(), 1, MAX_ROWS);
    batch.finish();
    String tombstones =
        section.optional("tombstones").parse(ValueParsers::table, defaults.tombstones());
    YamlValue expiry = section.optional("tombstoneExpiry");
    StalePolicy onStale = section.optional("onStale").choice(ON_STALE, defaults.onStale());
    ParkingConfig parking = parking(section.optional("waiting").section());
    section.finish();
    return new TargetConfig(
        defaults.jdbc(),
        rows,
        tombstones,
        expiry.isPresent() ? expiry.duration(SHORTEST_EXPIRY, SHORTEST_EXPIRY) : null,
        onStale,
        parking);
  }

  private static ParkingConfig parking(YamlMapping section) {
    ParkingConfig defaults = ParkingConfig.DEFAULTS;
    ParkingConfig parking =
        new ParkingConfig(
            section.optional("atMost").duration(defaults.atMost(), Duration.ZERO),
            section.optional("rows").integer(defaults.rows(), 0, MAX_PARKED_ROWS),
            section.optional("table").parse(ValueParsers::table, defaults.table()));
    section.finish();
    return parking;
  }
}
