package io.portage.decode;

import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.AvroEnvelope;
import io.portage.decode.plain.AvroFixture;
import io.portage.decode.plain.EnvelopeJson;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryServer;
import io.portage.decode.registry.WireForm;
import io.portage.jmh.Timed;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** Decodes one event, by format. */
public class DecodeBenchmark extends Timed {
  private static final String ROW =
      "{\"user_id\":101,\"name\":\"Daniel J. Kim\",\"email\":\"daniel.j.kim@contoso.com\","
          + "\"country_code\":\"US\"}";
  private static final byte[] ENVELOPE =
      bytes("{\"op\":\"u\",\"before\":null,\"after\":" + ROW + ",\"timestamp_ms\":1726531260000}");
  private static final byte[] BARE =
      bytes(DecodeFixtures.payload("u", "null", ROW, DecodeFixtures.POSTGRES_SOURCE));
  private static final byte[] WRAPPED =
      bytes(
          DecodeFixtures.wrapped(
              DecodeFixtures.SCHEMA,
              DecodeFixtures.payload(
                  "u", "null", DecodeFixtures.RICH_ROW, DecodeFixtures.POSTGRES_SOURCE)));
  private static final byte[] AVRO = AvroFixture.user("Daniel J. Kim");
  private static final byte[] REGISTERED =
      ByteBuffer.allocate(5 + AVRO.length).put((byte) 0).putInt(7).put(AVRO).array();

  private final Format envelope = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);
  private final Format debezium =
      new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
  private final Format avro = new AvroEnvelope(AvroFixture.USERS, DecodeFixtures.PLACEHOLDER);

  /** The schema is fetched once, before the measurement. */
  private final Format registered = registered();

  @SuppressWarnings("resource") // the benchmark's process ends with it
  private static Format registered() {
    try {
      String url = RegistryServer.start().schema(7, AvroFixture.USERS, "").url();
      return new AvroEnvelope(
          new Registered(
              new RegistryConfig(
                  url, WireForm.CONFLUENT, false, RegistryAccess.NONE, Duration.ZERO)),
          DecodeFixtures.PLACEHOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Benchmark
  public Envelope envelopeJson() {
    return envelope.decode("users_cdc", ENVELOPE);
  }

  @Benchmark
  public Envelope debeziumJson() {
    return debezium.decode("users", BARE);
  }

  @Benchmark
  public Envelope debeziumJsonWithSchema() {
    return debezium.decode("wrapped", WRAPPED);
  }

  @Benchmark
  public Envelope avro() {
    return avro.decode("avro", AVRO);
  }

  @Benchmark
  public Envelope avroOfRegistry() {
    return registered.decode("avro", REGISTERED, List.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
