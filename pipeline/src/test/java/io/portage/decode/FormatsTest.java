package io.portage.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.FormatProvider;
import io.portage.config.SourceConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.avro.AvroSchemas.OneSchema;
import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.AvroConfig;
import io.portage.decode.plain.AvroFixture;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;

class FormatsTest {
  private static final byte[] ENVELOPE =
      "{\"op\":\"c\",\"after\":{\"id\":1},\"timestamp_ms\":5}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] DEBEZIUM =
      DecodeFixtures.wrapped(
              DecodeFixtures.SCHEMA,
              DecodeFixtures.payload(
                  "u", "null", DecodeFixtures.RICH_ROW, DecodeFixtures.POSTGRES_SOURCE))
          .getBytes(StandardCharsets.UTF_8);

  /** A valid value by format. */
  private static final Map<FormatConfig, byte[]> VALUES =
      Map.of(
          new EnvelopeJsonConfig(),
          ENVELOPE,
          new DebeziumJsonConfig(DebeziumConfig.UNSET),
          DEBEZIUM,
          new AvroConfig(new OneSchema(AvroFixture.USERS, null)),
          AvroFixture.user(DecodeFixtures.PLACEHOLDER));

  @Test
  void createsTheConfiguredFormat() {
    VALUES.forEach(
        (format, value) ->
            assertThat(Formats.of(source(format)).decode("topic", value).error())
                .as(format.name())
                .isNull());
  }

  @Test
  void decodesTheSameAfterSerialization() {
    VALUES.forEach(
        (config, value) -> {
          Format format = Formats.of(SerializableUtils.ensureSerializable(source(config)));
          Format clone = SerializableUtils.ensureSerializable(format);

          assertThat(clone.decode("topic", value)).isEqualTo(format.decode("topic", value));
        });
  }

  @Test
  void acceptsTheSampleSchema() {
    String sample = Schemas.avro("users_cdc").toString();

    assertThat(
            Formats.of(source(new AvroConfig(new OneSchema(sample, null)))).decode("topic", null))
        .isEqualTo(Envelope.tombstone());
  }

  @Test
  void findsTheFormatsByName() {
    assertThat(FormatProvider.all().keySet())
        .contains("avro", "debezium-avro", "debezium-json", "envelope-json");
  }

  @Test
  void decodesAlternatingSchemasOnSeveralThreads() throws Exception {
    Format format = new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
    byte[][] values = {
      DEBEZIUM,
      "{\"op\":\"u\",\"after\":{\"a\":1,\"b\":2}}".getBytes(StandardCharsets.UTF_8),
      "{\"op\":\"u\",\"after\":{\"b\":3,\"c\":4,\"d\":5}}".getBytes(StandardCharsets.UTF_8)
    };
    Format alone = new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> runs = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      runs.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 2_000; i++) {
                  byte[] value = values[i % values.length];
                  assertThat(format.decode("t", value)).isEqualTo(alone.decode("t" + i % 3, value));
                }
              }));
    }

    threads.shutdown();
    for (Future<?> run : runs) {
      run.get();
    }
  }

  private static SourceConfig source(FormatConfig format) {
    return TestConfigs.source(
        "localhost:9092",
        List.of("topic"),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        format,
        Duration.ofMinutes(10),
        DecodeFixtures.PLACEHOLDER);
  }
}
