package io.portage.flink.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The expected metrics of a job that processes a {@link WatchedLoad}, on any deployment. */
final class ScrapeChecks {
  private static final List<String> TABLES = List.of("public_watch_orders", "watch_customers");

  /**
   * The metrics that the load does not produce: they need a dead letter that is too large for its
   * topic, a text that gets a NUL by CEL, events whose columns are not those of the target, a log
   * that may have begun again, or a schema registry.
   */
  private static final Set<String> NOT_IN_THE_LOAD =
      Set.of(
          Scrape.OPERATOR + "DeadLetter_spilled",
          Scrape.OPERATOR + "Enrich_nulStripped",
          Scrape.OPERATOR + "Normalize_table_\\w+_dead",
          Scrape.OPERATOR + "Enrich_table_\\w+_dead",
          Scrape.OPERATOR + "Normalize_table_\\w+_drift_\\w+",
          Scrape.OPERATOR + "Normalize_suspectedLogRestart",
          Scrape.OPERATOR + "Normalize_table_\\w+_suspectedLogRestart",
          Scrape.OPERATOR + "Decode_retries", // of a schema registry
          Scrape.OPERATOR + "Decode_retries_\\w+");

  private static final String PARKED_ORDERS = "Upsert_table_public_watch_orders_parkedRows_\\w+";

  private final WatchedLoad load;
  private final Monitoring monitoring = Monitoring.here();

  ScrapeChecks(WatchedLoad load) {
    this.load = load;
  }

  /**
   * Returns true if all but the order without a customer is done and the frontier is at that order.
   */
  boolean isCalm(Scrape scrape) {
    return scrape.sum("Upsert.parkedRows") == 1
        && in(scrape) - out(scrape) == 1
        && scrape.sum("Enrich.refreshFailed") > 0
        && scrape.sum("Commit.lag") == load.events().size() - WatchedLoad.WAITS_AT;
  }

  /** Returns true if everything is done. */
  boolean isAllDone(Scrape scrape) {
    return scrape.sum("Upsert.parkedRows") == 0
        && scrape.sum("Read.read") == load.events().size() + 2
        && in(scrape) == out(scrape)
        && scrape.sum("Commit.lag") == 0;
  }

  private static long in(Scrape scrape) {
    return scrape.sum("Read.read") + scrape.sum("Normalize.split");
  }

  private static long out(Scrape scrape) {
    return scrape.sum("Upsert.applied")
        + scrape.sum("Upsert.superseded")
        + scrape.sum("Upsert.duplicate")
        + scrape.sum("Upsert.stale")
        + scrape.sumMatching("Normalize_ignored_\\w+")
        + scrape.sumMatching("DeadLetter_dead_\\w+");
  }

  /** Checks the metrics once {@link #isCalm}. */
  void ofTheLoad(Scrape scrape) {
    assertThat(scrape.sum("Normalize.split")).isEqualTo(1);
    assertThat(scrape.sum("Upsert.duplicate")).isEqualTo(1);
    assertThat(scrape.sum("Upsert.stale")).isEqualTo(1);
    assertThat(scrape.sum("Normalize.ignored.tombstone")).isEqualTo(1);
    assertThat(scrape.sum("Normalize.ignored.unrouted")).isEqualTo(1);
    assertThat(scrape.sum("Normalize.unrouted.public_audit")).isEqualTo(1);
    assertThat(scrape.sum("DeadLetter.dead.Decode.MALFORMED")).isEqualTo(1);
    assertThat(scrape.sum("DeadLetter.dead.Upsert.CONSTRAINT")).isEqualTo(1);
    assertThat(scrape.sum("Upsert.table.watch_customers.refused")).isEqualTo(1);
    assertThat(scrape.sum("Upsert.parkedRows.23503")).isEqualTo(1);
    assertThat(scrape.sumMatching(PARKED_ORDERS)).isEqualTo(1);
    assertThat(scrape.sum("Upsert.parked")).isEqualTo(1);
    assertThat(scrape.sum("Latest.late")).isEqualTo(1);
    assertThat(scrape.sum("Normalize.nulStripped")).isEqualTo(1);
    assertThat(scrape.sum("Enrich.lookupMissed")).isPositive();
    assertThat(System.currentTimeMillis() - scrape.sum("Upsert.oldestParked"))
        .isBetween(0L, 300_000L);
    tablesAddUp(scrape);
    distributionsAddUp(scrape);
  }

  /** Checks the metrics once all is done, after an outage of the database. */
  void ofTheEnd(Scrape scrape) {
    assertThat(scrape.sum("Upsert.retries"))
        .isPositive()
        .isEqualTo(scrape.sumMatching("Upsert_retries_\\w+"));
    assertThat(scrape.sum("Upsert.parkedRows.23503")).isZero();
    assertThat(scrape.sumMatching(PARKED_ORDERS)).isZero();
    assertThat(scrape.sum("Upsert.oldestParked")).isZero();
    assertThat(scrape.sum("Upsert.unparked")).isEqualTo(scrape.sum("Upsert.parked"));
    tablesAddUp(scrape);
    distributionsAddUp(scrape);
  }

  private static void tablesAddUp(Scrape scrape) {
    for (String outcome : List.of("applied", "duplicate", "stale")) {
      assertThat(
              TABLES.stream().mapToLong(t -> scrape.sum("Upsert.table." + t + "." + outcome)).sum())
          .as(outcome)
          .isEqualTo(scrape.sum("Upsert." + outcome));
    }
  }

  private static void distributionsAddUp(Scrape scrape) {
    String lag = "Upsert.table.watch_customers.lag.ms";
    long applied = scrape.sum("Upsert.table.watch_customers.applied");
    assertThat(scrape.sum(lag + ".count")).isBetween(applied / 2, applied);
    assertThat(scrape.sum(lag + ".le.21600000")).isEqualTo(scrape.sum(lag + ".count"));
    assertThat(scrape.sum(lag + ".le.1800000")) // one was an hour late
        .isBetween(scrape.sum(lag + ".count") - 1, scrape.sum(lag + ".count"));
    assertThat(scrape.sum(lag + ".sum")).isPositive();
    assertThat(scrape.sum("Upsert.batch.rows.count"))
        .isPositive()
        .isEqualTo(scrape.sum("Upsert.batch.rows.le.20000"))
        .isEqualTo(scrape.sum("Upsert.write.ms.count"));
    assertThat(scrape.sum("Upsert.batch.rows.sum"))
        .isGreaterThanOrEqualTo(scrape.sum("Upsert.applied"));
  }

  /**
   * Checks that all documented metrics exist, all existing ones are documented, and no expression
   * reads a metric that does not exist.
   */
  void ofTheNames(Scrape scrape) throws IOException {
    Set<String> documented = monitoring.documented();
    List<String> own =
        scrape.names().stream().filter(name -> name.startsWith(Scrape.OPERATOR)).toList();

    assertThat(documented)
        .allMatch(
            name -> NOT_IN_THE_LOAD.contains(name) || own.stream().anyMatch(n -> n.matches(name)));
    assertThat(own).allMatch(name -> documented.stream().anyMatch(name::matches));
    assertThat(monitoring.unknownIn(scrape, NOT_IN_THE_LOAD)).isEmpty();
  }
}
