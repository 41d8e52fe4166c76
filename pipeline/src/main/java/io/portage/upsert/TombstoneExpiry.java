package io.portage.upsert;

import io.portage.config.TargetConfig;
import io.portage.target.RefusedException;
import io.portage.target.TargetException;
import io.portage.target.Throttle;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes old tombstones now and then, where the configuration lets them expire. */
final class TombstoneExpiry {
  static final Duration EVERY = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(TombstoneExpiry.class);

  private final Transactions transactions;
  private final TargetConfig target;
  private final Clock clock;
  private final Map<String, Throttle> runs = new HashMap<>();

  TombstoneExpiry(Transactions transactions, TargetConfig target, Clock clock) {
    this.transactions = transactions;
    this.target = target;
    this.clock = clock;
  }

  /** Removes the old tombstones of {@code table}, if that was not done within the last hour. */
  void run(String table) {
    Duration age = target.tombstoneExpiry();
    if (age == null || !runs.computeIfAbsent(table, name -> new Throttle(EVERY, clock)).admits()) {
      return;
    }
    try {
      int expired =
          transactions.commit(
              connection ->
                  transactions
                      .dialect()
                      .expireTombstones(connection, target.tombstones(), table, age));
      LOG.info("{} tombstones of {} have expired", expired, table);
    } catch (RefusedException e) {
      throw new TargetException("old tombstones cannot be removed: " + e.getMessage(), e);
    }
  }
}
