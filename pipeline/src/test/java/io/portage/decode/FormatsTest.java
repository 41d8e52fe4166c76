package io.portage.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.FormatName;
import io.portage.config.TestConfigs;
import io.portage.decode.envelope.AvroFixture;
import io.portage.decode.envelope.DebeziumJson;
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
import org.jspecify.annotations.Nullable;
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

  @Test
  void createsTheConfiguredFormat() {
    assertThat(decodes(Formats.of(source(FormatName.ENVELOPE_JSON, null)), ENVELOPE)).isTrue();
    assertThat(decodes(Formats.of(source(FormatName.DEBEZIUM_JSON, null)), DEBEZIUM)).isTrue();
    assertThat(
            decodes(
                Formats.of(source(FormatName.AVRO, AvroFixture.USERS)), AvroFixture.user("Kim")))
        .isTrue();
  }

  @Test
  void decodesTheSameAfterSerialization() {
    for (FormatName name : FormatName.values()) {
      byte[] value =
          switch (name) {
            case ENVELOPE_JSON -> ENVELOPE;
            case DEBEZIUM_JSON -> DEBEZIUM;
            case AVRO -> AvroFixture.user(DecodeFixtures.PLACEHOLDER);
          };
      Format format = Formats.of(source(name, name == FormatName.AVRO ? AvroFixture.USERS : null));
      Format clone = SerializableUtils.ensureSerializable(format);

      assertThat(clone.decode("topic", value)).isEqualTo(format.decode("topic", value));
    }
  }

  @Test
  void acceptsTheSampleSchema() {
    String sample = Schemas.avro("users_cdc").toString();

    assertThat(Formats.of(source(FormatName.AVRO, sample)).decode("topic", null))
        .isEqualTo(Envelope.tombstone());
  }

  @Test
  void requiresASchemaForAvro() {
    assertThatThrownBy(() -> Formats.of(source(FormatName.AVRO, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs a schema");
  }

  @Test
  void decodesAlternatingSchemasOnSeveralThreads() throws Exception {
    Format format = new DebeziumJson(DecodeFixtures.PLACEHOLDER);
    byte[][] values = {
      DEBEZIUM,
      "{\"op\":\"u\",\"after\":{\"a\":1,\"b\":2}}".getBytes(StandardCharsets.UTF_8),
      "{\"op\":\"u\",\"after\":{\"b\":3,\"c\":4,\"d\":5}}".getBytes(StandardCharsets.UTF_8)
    };
    Format alone = new DebeziumJson(DecodeFixtures.PLACEHOLDER);
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

  private static boolean decodes(Format format, byte[] value) {
    return format.decode("topic", value).error() == null;
  }

  private static SourceConfig source(FormatName format, @Nullable String schema) {
    return TestConfigs.source(
        "localhost:9092",
        List.of("topic"),
        "group",
        SourceConfig.StartFrom.COMMITTED,
        null,
        Map.of(),
        format,
        schema,
        Duration.ofMinutes(10),
        DecodeFixtures.PLACEHOLDER);
  }
}
