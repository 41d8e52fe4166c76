package io.portage.decode;

import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Shared fixtures for the tests of the formats. */
public final class DecodeFixtures {
  public static final String PLACEHOLDER = "__debezium_unavailable_value";

  /** The columns of the Debezium fixtures with all types, in the schema of Kafka Connect. */
  private static final String ROW_FIELDS =
      """
      {"type":"int64","optional":false,"field":"id"},
      {"type":"string","optional":true,"field":"name"},
      {"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal",
       "version":1,"parameters":{"scale":"2","connect.decimal.precision":"10"},"field":"price"},
      {"type":"struct","fields":[{"type":"int32","optional":false,"field":"scale"},
       {"type":"bytes","optional":false,"field":"value"}],"optional":true,
       "name":"io.debezium.data.VariableScaleDecimal","version":1,"field":"weight"},
      {"type":"int32","optional":true,"name":"io.debezium.time.Date","version":1,"field":"born"},
      {"type":"int64","optional":true,"name":"io.debezium.time.MicroTime","version":1,
       "field":"wakes"},
      {"type":"int64","optional":true,"name":"io.debezium.time.MicroTimestamp","version":1,
       "field":"seen"},
      {"type":"string","optional":true,"name":"io.debezium.time.ZonedTimestamp","version":1,
       "field":"at"},
      {"type":"bytes","optional":true,"field":"photo"},
      {"type":"string","optional":true,"name":"io.debezium.data.Json","version":1,"field":"doc"},
      {"type":"string","optional":true,"name":"io.debezium.data.Uuid","version":1,"field":"uid"},
      {"type":"double","optional":true,"field":"ratio"},
      {"type":"array","items":{"type":"int32","optional":true,"name":"io.debezium.time.Date"},
       "optional":true,"field":"days"}
      """;

  public static final String SCHEMA =
      "{\"type\":\"struct\",\"fields\":["
          + "{\"type\":\"struct\",\"fields\":["
          + ROW_FIELDS
          + "],\"optional\":true,\"name\":\"shop.public.users.Value\",\"field\":\"before\"},"
          + "{\"type\":\"struct\",\"fields\":["
          + ROW_FIELDS
          + "],\"optional\":true,\"name\":\"shop.public.users.Value\",\"field\":\"after\"},"
          + "{\"type\":\"struct\",\"fields\":[{\"type\":\"string\",\"field\":\"connector\"}],"
          + "\"field\":\"source\"},"
          + "{\"type\":\"string\",\"optional\":false,\"field\":\"op\"},"
          + "{\"type\":\"int64\",\"optional\":true,\"field\":\"ts_ms\"}],"
          + "\"optional\":false,\"name\":\"shop.public.users.Envelope\",\"version\":1}";

  public static final String POSTGRES_SOURCE =
      """
      {"version":"3.5.0.Final","connector":"postgresql","name":"shop","ts_ms":1726531260000,
       "snapshot":"false","db":"shop","sequence":"[\\"24023119\\",\\"24023128\\"]",
       "ts_us":1726531260000123,"ts_ns":1726531260000123000,"schema":"public","table":"users",
       "txId":771,"lsn":24023128,"xmin":null}\
      """;

  public static final String MYSQL_SOURCE =
      """
      {"version":"3.5.0.Final","connector":"mysql","name":"shop","ts_ms":1726531260000,
       "snapshot":"false","db":"inventory","sequence":null,"ts_us":1,"ts_ns":1,"table":"users",
       "server_id":223344,"gtid":null,"file":"mysql-bin.1000000","pos":484,"row":3,"thread":7,
       "query":null}\
      """;

  public static final String RICH_ROW =
      """
      {"id":9007199254740993,"name":"Zoë 🚀","price":"AN3V","weight":{"scale":3,"value":"Bd4="},
       "born":-1,"wakes":3661000001,"seen":1726531260123456,"at":"2024-09-17T00:01:00.123456Z",
       "photo":"AAEC/w==","doc":"{\\"a\\": 1.10}","uid":"7a0e5a52-1c21-4c0f-9d62-8e8f6e3c9a11",
       "ratio":"NaN","days":[0,null,19000]}\
      """;

  private DecodeFixtures() {}

  public static Envelope decode(Format format, String text) {
    return decode(format, "topic", text);
  }

  public static Envelope decode(Format format, String topic, String text) {
    return format.decode(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  public static Envelope envelope(Format format, String text) {
    return envelope(format, "topic", text);
  }

  public static Envelope envelope(Format format, String topic, String text) {
    Envelope envelope = decode(format, topic, text);
    if (envelope.error() != null) {
      throw new IllegalArgumentException(envelope.error());
    }
    return envelope;
  }

  public static String problem(Format format, String text) {
    return Objects.requireNonNull(decode(format, text).error());
  }

  public static String payload(String op, String before, String after, String source) {
    return "{\"before\":%s,\"after\":%s,\"source\":%s,\"op\":\"%s\",\"ts_ms\":1726531261000,\"transaction\":null}"
        .formatted(before, after, source, op);
  }

  public static String wrapped(String schema, String payload) {
    return "{\"schema\":" + schema + ",\"payload\":" + payload + "}";
  }
}
