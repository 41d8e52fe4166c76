package io.portage.launcher.contract;

/** Change events and their rows, as JSON. */
final class ChangeText {
  /** Debezium's placeholder of an unavailable value. */
  static final String UNAVAILABLE = "__debezium_unavailable_value";

  /** The time of second 0, in milliseconds. */
  static final long FIRST_TIME = 1_726_531_200_000L;

  private ChangeText() {}

  /** Returns an event of the sample's envelope; {@code before} and {@code after} are JSON. */
  static String envelope(String op, String before, String after, long time) {
    return "{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"timestamp_ms\":%d}"
        .formatted(op, before, after, time);
  }

  /** Returns an event of Debezium's PostgreSQL connector at this position in a server's log. */
  static String debezium(
      String server, String op, String table, String before, String after, long time, long lsn) {
    return ("{\"op\":\"%s\",\"before\":%s,\"after\":%s,\"source\":{\"connector\":\"postgresql\","
            + "\"name\":\"%s\",\"schema\":\"public\",\"table\":\"%s\",\"snapshot\":\"false\",\"ts_ms\":%d,"
            + "\"lsn\":%d,\"sequence\":\"[\\\"%d\\\",\\\"%d\\\"]\"},\"ts_ms\":%d}")
        .formatted(op, before, after, server, table, time, lsn, lsn - 1, lsn, time);
  }

  /** Returns a row of users. */
  static String user(long key, String name) {
    return "{\"user_id\":%d,\"name\":\"%s\",\"email\":null,\"country_code\":\"DE\"}"
        .formatted(key, name);
  }

  /** Returns a row of docs. */
  static String doc(long key, String title, String body) {
    return "{\"id\":%d,\"title\":\"%s\",\"body\":\"%s\"}".formatted(key, title, body);
  }

  /** Returns a row of customers. */
  static String customer(long key, String name) {
    return "{\"id\":%d,\"text\":\"%s\"}".formatted(key, name);
  }

  /** Returns a row of orders. */
  static String order(long key, long customer, String note) {
    return "{\"id\":%d,\"customer\":%d,\"text\":\"%s\"}".formatted(key, customer, note);
  }

  /** Returns the key alone, in the format of Debezium's headers. */
  static String id(long key) {
    return "{\"id\":%d}".formatted(key);
  }
}
