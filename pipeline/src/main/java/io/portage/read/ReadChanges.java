package io.portage.read;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.StopOffsets;
import io.portage.model.Chunk;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChunkCoder;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DecodedRecordCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the source's topics: every committed record, at least once, with its event time, its
 * lateness and the offset range that it covers.
 *
 * <p>Not guaranteed: an order between partitions. Partitions created while an unbounded run reads
 * are read from their beginning; partitions without a slot and beyond the headroom in {@link
 * SourcePartitions} fail the job, on runners that do not execute unbounded sources directly also
 * those of a pattern. With stop offsets the run ends by itself and reads no new partitions, on
 * runners that execute unbounded sources directly (Direct, Flink). Dataflow does not, and the
 * launcher refuses bounded runs there.
 */
public final class ReadChanges extends PTransform<PBegin, StageOutput<Chunk<DecodedRecord>>> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final Format format;
  private final SourcePartitions partitions;
  private final @Nullable StopOffsets stops;
  private final Clock clock;

  private ReadChanges(
      PortageConfig config,
      Format format,
      SourcePartitions partitions,
      @Nullable StopOffsets stops,
      Clock clock) {
    this.config = config;
    this.format = format;
    this.partitions = partitions;
    this.stops = stops;
    this.clock = clock;
  }

  /**
   * Reads the source of {@code config} up to {@code stops}.
   *
   * @param format decodes the values; called by the deserializer, because the event times are
   *     needed there
   */
  public static ReadChanges from(PortageConfig config, Format format, StopOffsets stops) {
    return new ReadChanges(config, format, SourcePartitions.of(stops), stops, Clock.systemUTC());
  }

  /**
   * Reads the source of {@code config} without an end.
   *
   * @param format decodes the values, as in {@link #from}
   * @param partitions the topics' partitions and the partition headroom
   */
  public static ReadChanges following(
      PortageConfig config, Format format, SourcePartitions partitions) {
    return new ReadChanges(config, format, partitions, null, Clock.systemUTC());
  }

  /**
   * Ends the reading of a job in this process: its readers return no further records. A job that
   * does not run here, or runs elsewhere, is not affected.
   */
  public static void stop(PortageConfig config) {
    ReadContext context = ReadContext.of(config.name(), config.source().groupId());
    if (context != null) {
      context.stop();
    }
  }

  /**
   * Returns the offset after the last record that the job's readers in this process have returned,
   * of each partition that has such a record.
   */
  public static StopOffsets positions(PortageConfig config) {
    ReadContext context = ReadContext.of(config.name(), config.source().groupId());
    Map<String, Map<Integer, Long>> positions = new HashMap<>();
    if (context != null) {
      context
          .positions()
          .forEach(
              (partition, next) ->
                  positions
                      .computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                      .put(partition.partition(), next));
    }
    return StopOffsets.of(positions);
  }

  /**
   * Passes the last records before the start of a run to {@code output}, a few of each partition
   * that exists and that is not read from its beginning.
   *
   * @param patience the time limit
   * @return true if all were read; false if the time was over first
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  public static boolean forEachBefore(
      SourceConfig source,
      SourcePartitions partitions,
      Duration patience,
      Consumer<SourceRecord> output) {
    return PrecedingRecords.read(source, partitions, patience, Clock.systemUTC(), output);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The partitions are fixed here, so that a runner needs no Kafka to split the source: if Flink
   * made a checkpoint while it waited for the brokers, it would continue without readers for ever.
   */
  @Override
  public StageOutput<Chunk<DecodedRecord>> expand(PBegin input) {
    boolean sequential = KafkaSource.isUnboundedReadPreferred(input.getPipeline().getOptions());
    SourcePartitions read = sequential ? partitions : partitions.withoutSlots();
    SerializableReadSpec spec = spec(read, sequential ? RecordChunk.MOST : 1);
    PCollection<KafkaRecord<byte[], RecordChunk>> records =
        sequential
            ? input.apply("Consume", Read.from(source(config.source(), spec, read)))
            : input.apply("Consume", read(config.source(), spec).withTopicPartitions(read.all()));
    PCollectionTuple out =
        records.apply(
            "Unpack",
            ParDo.of(new EmitRecordsFn(format))
                .withOutputTags(EmitRecordsFn.EVENTS, TupleTagList.of(EmitRecordsFn.DONE)));
    return StageOutput.of(
        out.get(EmitRecordsFn.EVENTS).setCoder(ChunkCoder.of(DecodedRecordCoder.of())),
        null,
        out.get(EmitRecordsFn.DONE).setCoder(CompletionCoder.of()));
  }

  private SerializableReadSpec spec(SourcePartitions read, int chunkRecords) {
    SourceConfig source = config.source();
    return SerializableReadSpec.of(
        new ReaderStateKey(config.name(), source.groupId(), read),
        new ReadSpec(
            UUID.randomUUID().toString(),
            clock.instant(),
            source,
            config.latest(),
            format,
            stops,
            chunkRecords,
            clock));
  }

  /** Returns the source over {@code partitions}, for runners that read sequentially. */
  static KafkaSource source(
      SourceConfig config, SerializableReadSpec spec, SourcePartitions partitions) {
    return new KafkaSource(
        read(config, spec),
        read(config, spec.forReader()),
        partitions,
        spec.context().settings().mostReaders());
  }

  private static KafkaIO.Read<byte[], RecordChunk> read(
      SourceConfig source, SerializableReadSpec spec) {
    return KafkaIO.<byte[], RecordChunk>read()
        .withBootstrapServers(source.bootstrapServers())
        .withConsumerConfigUpdates(KafkaClients.requiredConsumerProperties(source))
        .withConsumerFactoryFn(new TrackingConsumerFactory(spec))
        .withKeyDeserializerAndCoder(
            ByteArrayDeserializer.class, NullableCoder.of(ByteArrayCoder.of()))
        .withValueDeserializerProviderAndCoder(new ChunkDeserializer(spec), RecordChunkCoder.of())
        .withTimestampPolicyFactory(new EventTimePolicy.EventTimePolicyFactory(spec));
  }
}
