package io.portage.read;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.StopOffsets;
import io.portage.model.Format;
import io.portage.model.OutcomeCoder;
import io.portage.model.RawEvent;
import io.portage.model.RawEventCoder;
import io.portage.model.StageOutput;
import java.time.Clock;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source's topics: every committed record, at least once, with its event time, lateness
 * and the stretch of its partition that it covers.
 *
 * <p>Not guaranteed: an order between partitions; partitions that are made after the start. With
 * stop offsets the run ends by itself, on runners that read unbounded sources as such (Direct,
 * Flink); Dataflow does not, and the launcher refuses it there.
 */
public final class ReadChanges extends PTransform<PBegin, StageOutput<RawEvent>> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final Format format;
  private final @Nullable StopOffsets stops;
  private final Clock clock;

  private ReadChanges(
      PortageConfig config, Format format, @Nullable StopOffsets stops, Clock clock) {
    this.config = config;
    this.format = format;
    this.stops = stops;
    this.clock = clock;
  }

  /**
   * Reads what {@code config} names as its source.
   *
   * @param format what values are decoded with; called where they are deserialized, so that event
   *     times are known
   * @param stops where a bounded run stops, or null to follow for ever
   */
  public static ReadChanges from(PortageConfig config, Format format, @Nullable StopOffsets stops) {
    return new ReadChanges(config, format, stops, Clock.systemUTC());
  }

  /** The same with another clock (it must be serializable), which idleness is measured with. */
  ReadChanges withClock(Clock other) {
    return new ReadChanges(config, format, stops, other);
  }

  @Override
  public StageOutput<RawEvent> expand(PBegin input) {
    PCollectionTuple out =
        input
            .apply("Consume", consume())
            .apply(
                "Unpack",
                ParDo.of(new UnpackFn(format))
                    .withOutputTags(UnpackFn.EVENTS, TupleTagList.of(UnpackFn.DONE)));
    return StageOutput.of(
        out.get(UnpackFn.EVENTS).setCoder(RawEventCoder.of()),
        null,
        out.get(UnpackFn.DONE).setCoder(OutcomeCoder.of()));
  }

  private KafkaIO.Read<byte[], Payload> consume() {
    SourceConfig source = config.source();
    return KafkaIO.<byte[], Payload>read()
        .withBootstrapServers(source.bootstrapServers())
        .withTopics(source.topics())
        .withConsumerConfigUpdates(KafkaClients.requiredConsumerProperties(source))
        .withConsumerFactoryFn(new TrackingConsumerFactory(source, stops))
        .withKeyDeserializerAndCoder(
            ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
        .withValueDeserializer(new PayloadDeserializer(format))
        .withTimestampPolicyFactory(
            new ChangeTimePolicy.Factory(source, config.latest(), stops != null, clock));
  }
}
