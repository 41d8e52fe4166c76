package io.portage.flink.monitoring;

import io.portage.launcher.publish.EventFile.Event;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A load with every outcome at least once: two tables of a Debezium source, in one partition. */
final class WatchedLoad {
  static final String TABLES =
      """
      DROP TABLE IF EXISTS watch_orders, watch_customers, portage_tombstones;
      CREATE TABLE watch_customers (
        id bigint PRIMARY KEY, name text CHECK (name <> 'poison'), country text,
        country_name text, portage_version numeric);
      CREATE TABLE watch_orders (
        id bigint PRIMARY KEY, customer bigint NOT NULL REFERENCES watch_customers,
        portage_version numeric);
      """;

  static final String CONFIG =
      """
      name: ${TOPIC}
      source:
        kafka:
          bootstrapServers: ${KAFKA_BOOTSTRAP}
          topics: ["${TOPIC}"]
          groupId: ${GROUP}
        format: debezium-json
        unrouted: ignore
      latest: {late: apply, emitEvery: 200ms}
      references:
        countries: {csv: "${COUNTRIES}", key: code, refresh: 1s}
      tables:
        - from: public.orders
          to: public.watch_orders
          key: [id]
          deletes: hard
          metadata: {version: portage_version}
        - from: public.customers
          to: watch_customers
          key: [id]
          deletes: hard
          nul: strip
          columns:
            id: {}
            name: {}
            country: {}
            country_name: {lookup: countries, by: country, column: name, miss: null}
          metadata: {version: portage_version}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
        waiting: {atMost: 10m}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
        shared: true
      """;

  /** The offset of the order whose customer is missing. */
  static final int WAITS_AT = 27;

  private static final long FIRST_LSN = 1_000;
  private static final long STALE = 31;
  private static final long DUPLICATE = 32;
  private static final int CUSTOMERS = 20;

  private final List<Event> events = new ArrayList<>();
  private final long now;

  private WatchedLoad(long now) {
    this.now = now;
  }

  /** Returns the load, with changes made at {@code now}. */
  static WatchedLoad at(long now) {
    WatchedLoad load = new WatchedLoad(now);
    for (long id = 1; id <= CUSTOMERS; id++) {
      load.add(load.customer(id, "name " + id, now));
    }
    load.add(load.customer(STALE, "stale", now));
    load.add(load.customer(DUPLICATE, "duplicate", now));
    load.add(load.customer(33, "poison", now));
    load.add(load.customer(34, "nul\\u0000", now));
    load.add(load.customer(35, "late", now - 3_600_000));
    load.events.add(event("{\"id\":41}", load.keyChange(1, 41)));
    load.add(load.order(1, 2));
    load.add(load.order(2, 99)); // without a customer
    load.add("### not json ###");
    load.add(null); // a tombstone
    load.add(load.change("audit", "c", "null", "{\"id\":1}", now)); // not in tables
    return load;
  }

  /** Returns the records. */
  List<Event> events() {
    return events;
  }

  /** Returns one more customer. */
  Event one(long id) {
    return event(customer(id, "more", now));
  }

  /** Returns the customer of the parked order. */
  Event parent() {
    return one(99);
  }

  /**
   * Returns the target's initial rows: a newer row of one key, and a row of another key with
   * exactly the change's version.
   */
  List<String> before() {
    BigInteger newer = version(Long.MAX_VALUE / 2, 0);
    BigInteger same = version(FIRST_LSN + CUSTOMERS + 1, CUSTOMERS + 1);
    return List.of(
        "INSERT INTO watch_customers (id, portage_version) VALUES (%d, %d)".formatted(STALE, newer),
        "INSERT INTO watch_customers (id, portage_version) VALUES (%d, %d)"
            .formatted(DUPLICATE, same));
  }

  private static BigInteger version(long lsn, long offset) {
    return Version.of(0, SourcePosition.ofPostgres(lsn, lsn), 0, offset).toNumber();
  }

  private void add(String text) {
    events.add(event(text));
  }

  private static Event event(String text) {
    return event(null, text);
  }

  private static Event event(@Nullable String key, @Nullable String text) {
    return new Event(0, bytes(key), bytes(text), 0, null);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private String customer(long id, String name, long time) {
    return change("customers", "c", "null", row(id, name), time);
  }

  private String keyChange(long old, long id) {
    return change("customers", "u", row(old, "name"), row(id, "moved"), now);
  }

  private String order(long id, long customer) {
    return change("orders", "c", "null", "{\"id\":" + id + ",\"customer\":" + customer + "}", now);
  }

  /** A row with a country that the reference does not contain. */
  private static String row(long id, String name) {
    return "{\"id\":%d,\"name\":\"%s\",\"country\":\"XX\"}".formatted(id, name);
  }

  private String change(String table, String op, String before, String after, long time) {
    long lsn = FIRST_LSN + events.size();
    return """
        {"before":%s,"after":%s,"op":"%s","ts_ms":%d,
         "source":{"connector":"postgresql","schema":"public","table":"%s",
           "ts_ms":%d,"snapshot":"false","lsn":%d,"sequence":"[\\"%d\\",\\"%d\\"]"}}
        """
        .formatted(before, after, op, time, table, time, lsn, lsn, lsn);
  }
}
