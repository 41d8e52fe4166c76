package io.portage.read;

import io.portage.model.Format;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Decodes values where KafkaIO deserializes them, since the timestamp policy needs the change's
 * time: so bytes are parsed once.
 */
final class PayloadDeserializer implements DeserializerProvider<Payload> {
  private static final long serialVersionUID = 1;

  private final Format format;

  PayloadDeserializer(Format format) {
    this.format = format;
  }

  @Override
  public Deserializer<Payload> getDeserializer(Map<String, ?> configs, boolean isKey) {
    return (topic, bytes) -> new Payload(bytes, format.decode(topic, bytes));
  }

  @Override
  public Coder<Payload> getCoder(CoderRegistry registry) {
    return PayloadCoder.of();
  }
}
