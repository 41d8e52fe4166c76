package io.portage.config.reading;

import io.portage.config.JdbcConfig;
import io.portage.config.SinkConfig;
import io.portage.config.TargetConfig;
import io.portage.config.TargetConfig.ParkingConfig;
import io.portage.config.TargetConfig.StalePolicy;
import io.portage.config.yaml.ValueParsers;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.sink.SinkProviders;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reads {@code target}. */
final class TargetReader {
  private static final int MAX_ROWS = 100_000;
  private static final int MAX_PARKED_ROWS = 10_000_000;
  private static final Duration SHORTEST_EXPIRY = Duration.ofSeconds(1);
  private static final Map<String, StalePolicy> ON_STALE =
      Map.of("count", StalePolicy.COUNT, "dead-letter", StalePolicy.DEAD_LETTER);

  private static final Map<String, Boolean> YES_OR_NO = Map.of("true", true, "false", false);

  private TargetReader() {}

  static TargetConfig read(YamlMapping section) {
    SinkConfig sink = sink(section);
    TargetConfig defaults = TargetConfig.of(sink);
    YamlMapping batch = section.optional("batch").section();
    int rows = batch.optional("rows").integer(defaults.batchRows(), 1, MAX_ROWS);
    batch.finish();
    StalePolicy onStale = section.optional("onStale").choice(ON_STALE, defaults.onStale());
    boolean hasTables = sink instanceof JdbcConfig;
    ParkingConfig parking = parking(section.optional("waiting").section(), hasTables);
    TargetConfig target = defaults.withBatchRows(rows).withOnStale(onStale).withParking(parking);
    if (hasTables) {
      target = withTables(target, section);
    }
    section.finish();
    return target;
  }

  /** Reads the section of the sink: the one key of {@code target} that is the name of a sink. */
  private static SinkConfig sink(YamlMapping section) {
    List<YamlValue> sinks =
        SinkProviders.names().stream()
            .map(section::optional)
            .filter(value -> value.isPresent() || value.isNull())
            .toList();
    YamlValue first =
        sinks.isEmpty() ? section.required(JdbcConfig.SECTION) : sinks.get(0).required();
    for (YamlValue other : sinks.subList(Math.min(1, sinks.size()), sinks.size())) {
      other.reject("the target already has the sink " + first.name());
    }
    YamlMapping settings = first.section();
    SinkConfig config = SinkProviders.find(first.name()).read(settings);
    settings.finish();
    return config;
  }

  /** Reads the settings of the tables that Portage keeps in a JDBC target. */
  private static TargetConfig withTables(TargetConfig target, YamlMapping section) {
    YamlValue expiry = section.optional("tombstoneExpiry");
    return target
        .withTombstones(
            section.optional("tombstones").parse(ValueParsers::table, target.tombstones()))
        .withTombstoneExpiry(
            expiry.isPresent() ? expiry.duration(SHORTEST_EXPIRY, SHORTEST_EXPIRY) : null)
        .withCreateTables(section.optional("createTables").choice(YES_OR_NO, false));
  }

  private static ParkingConfig parking(YamlMapping section, boolean hasTables) {
    ParkingConfig defaults = ParkingConfig.DEFAULTS;
    ParkingConfig parking =
        new ParkingConfig(
            section.optional("atMost").duration(defaults.atMost(), Duration.ZERO),
            section.optional("rows").integer(defaults.rows(), 0, MAX_PARKED_ROWS),
            hasTables
                ? section.optional("table").parse(ValueParsers::table, defaults.table())
                : defaults.table());
    section.finish();
    return parking;
  }
}
