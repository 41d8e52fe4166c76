package io.portage.read;

import io.portage.model.Format;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of packs where KafkaIO deserializes, since the timestamp policy needs the
 * changes' times: so bytes are parsed once.
 */
final class PayloadDeserializer implements DeserializerProvider<Pack> {
  private static final long serialVersionUID = 1;

  private final ReadPlan plan;

  PayloadDeserializer(ReadPlan plan) {
    this.plan = plan;
  }

  @Override
  public Deserializer<Pack> getDeserializer(Map<String, ?> configs, boolean isKey) {
    return new Unpack(plan.current().settings().format());
  }

  @Override
  public Coder<Pack> getCoder(CoderRegistry registry) {
    return PayloadCoder.of();
  }

  private static final class Unpack implements Deserializer<Pack> {
    private final Format format;

    Unpack(Format format) {
      this.format = format;
    }

    @Override
    public Pack deserialize(String topic, byte @Nullable [] bytes) {
      throw new UnsupportedOperationException("the records are in the headers");
    }

    @Override
    public Pack deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
      Pack pack = Pack.of(headers);
      for (Entry entry : pack.entries()) {
        if (!entry.isEnd()) {
          entry.decoded(format, topic);
        }
      }
      return pack;
    }
  }
}
