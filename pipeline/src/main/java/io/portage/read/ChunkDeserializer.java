package io.portage.read;

import io.portage.model.event.Format;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.io.kafka.DeserializerProvider;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the values of chunks in KafkaIO's deserializer, because the timestamp policy needs the
 * change times. So values are parsed once.
 */
final class ChunkDeserializer implements DeserializerProvider<RecordChunk> {
  private static final long serialVersionUID = 1;

  private final SerializableReadSpec plan;

  ChunkDeserializer(SerializableReadSpec plan) {
    this.plan = plan;
  }

  @Override
  public Deserializer<RecordChunk> getDeserializer(Map<String, ?> configs, boolean isKey) {
    return new DecodingDeserializer(plan.context().settings().format());
  }

  @Override
  public Coder<RecordChunk> getCoder(CoderRegistry registry) {
    return RecordChunkCoder.of();
  }

  private static final class DecodingDeserializer implements Deserializer<RecordChunk> {
    private final Format format;

    DecodingDeserializer(Format format) {
      this.format = format;
    }

    @Override
    public RecordChunk deserialize(String topic, byte @Nullable [] bytes) {
      throw new UnsupportedOperationException("the records are in the headers");
    }

    @Override
    public RecordChunk deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
      RecordChunk recordChunk = RecordChunk.of(headers);
      for (TrackedRecord entry : recordChunk.entries()) {
        if (!entry.isEnd()) {
          entry.decoded(format, topic);
        }
      }
      return recordChunk;
    }
  }
}
