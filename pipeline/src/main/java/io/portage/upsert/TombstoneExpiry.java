package io.portage.upsert;

import io.portage.config.TargetConfig;
import io.portage.target.Dialect;
import io.portage.target.RefusedException;
import io.portage.target.Retrying;
import io.portage.target.TargetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes old tombstones now and then, where the configuration lets them expire. */
final class TombstoneExpiry {
  static final Duration EVERY = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(TombstoneExpiry.class);

  private final DataSource source;
  private final Dialect dialect;
  private final TargetConfig target;
  private final Retrying retrying;
  private final Retrying.Listener listener;
  private final Clock clock;
  private final Map<String, Long> lastRuns = new HashMap<>();

  TombstoneExpiry(
      DataSource source,
      Dialect dialect,
      TargetConfig target,
      Retrying retrying,
      Retrying.Listener listener,
      Clock clock) {
    this.source = source;
    this.dialect = dialect;
    this.target = target;
    this.retrying = retrying;
    this.listener = listener;
    this.clock = clock;
  }

  /** Removes the old tombstones of {@code table}, if that was not done within the last hour. */
  void run(String table) {
    Duration age = target.tombstoneExpiry();
    long now = clock.millis();
    Long last = lastRuns.get(table);
    if (age == null || (last != null && now - last < EVERY.toMillis())) {
      return;
    }
    lastRuns.put(table, now);
    try {
      int expired = retrying.until(() -> expire(table, age), listener);
      LOG.info("{} tombstones of {} have expired", expired, table);
    } catch (RefusedException e) {
      throw new TargetException("old tombstones cannot be removed: " + e.getMessage(), e);
    }
  }

  private int expire(String table, Duration age) throws SQLException {
    try (Connection connection = source.getConnection()) {
      int expired = dialect.expireTombstones(connection, target.tombstones(), table, age);
      connection.commit();
      return expired;
    }
  }
}
