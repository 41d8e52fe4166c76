package io.portage.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.decode.SourceFixture;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.jmh.Timed;
import io.portage.kafka.SourcePartitions;
import io.portage.kafka.SourcePartitions.TopicPartitions;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.normalize.Normalizer;
import io.portage.normalize.NormalizerFixture;
import io.portage.normalize.NormalizerOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.values.KV;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.joda.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Processes the records of one poll up to changes; the score is per record. */
public class SourceBenchmark extends Timed {
  private static final int SIZE = 500;
  private static final TopicPartition PARTITION = new TopicPartition("users_cdc", 0);

  /** A partition without more records; the policy does not read it. */
  private static final TimestampPolicy.PartitionContext AT_END =
      new TimestampPolicy.PartitionContext() {
        @Override
        public long getMessageBacklog() {
          return 0;
        }

        @Override
        public Instant getBacklogCheckTime() {
          return Instant.EPOCH;
        }
      };

  /** The format of the values. */
  @Param({"envelope", "debezium", "debezium-schema"})
  public String values = "";

  private final JsonFactory json = new JsonFactory();
  private ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
  private Deserializer<RecordChunk> deserializer;
  private TimestampPolicy<byte[], RecordChunk> policy;
  private Format format;
  private Normalizer normalizer;

  /** Creates the records. */
  @Setup
  public void setup() {
    FormatConfig formatConfig =
        values.equals("envelope")
            ? new EnvelopeJsonConfig()
            : new DebeziumJsonConfig(DebeziumConfig.UNSET);
    PortageConfig config =
        ReadHarness.config(
            "nowhere:1", "users_cdc", "bench-" + values, StartFrom.COMMITTED, null, Map.of());
    format = SourceFixture.format(values);
    SourcePartitions partitions =
        SourcePartitions.of(Map.of("users_cdc", new TopicPartitions(1, 0, "")));
    SerializableReadSpec plan =
        SerializableReadSpec.of(
            new ReaderStateKey(config.name(), config.source().groupId(), partitions),
            new ReadSpec(
                "graph",
                Clock.systemUTC().instant(),
                config.source(),
                LatestConfig.DEFAULTS,
                format,
                null,
                RecordChunk.MOST,
                Clock.systemUTC()));
    deserializer = new ChunkDeserializer(plan).getDeserializer(Map.of(), false);
    policy =
        new EventTimePolicy.EventTimePolicyFactory(plan)
            .createTimestampPolicy(PARTITION, Optional.empty());
    normalizer = NormalizerFixture.users(formatConfig);
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < SIZE; i++) {
      byte[] key = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
      byte[] value = SourceFixture.value(values, i);
      records.add(new ConsumerRecord<>("users_cdc", 0, i, key, value));
    }
    polled = new ConsumerRecords<>(Map.of(PARTITION, records));
  }

  /** Reads and decodes. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public void read(Blackhole sink) {
    for (DecodedRecord event : events()) {
      sink.consume(event);
    }
  }

  /** Reads, decodes and normalizes. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public void normalize(Blackhole sink) {
    SourceChanges changes = new SourceChanges(new ArrayList<>(SIZE));
    for (DecodedRecord event : events()) {
      normalizer.normalize(event, changes);
    }
    sink.consume(changes);
  }

  /** The same result by a hand-written loop: a stream of tokens, a map by key. */
  @Benchmark
  @OperationsPerInvocation(SIZE)
  public void loop(Blackhole sink) throws IOException {
    Map<Long, Object[]> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      Object[] row = new Object[6];
      try (JsonParser parser = json.createParser(record.value())) {
        while (parser.nextToken() != null) {
          if (parser.currentToken() == JsonToken.VALUE_STRING) {
            row[parser.currentName().length() % 6] = parser.getText();
          } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            row[0] = parser.getLongValue();
          }
        }
      }
      newest.put(record.offset(), row);
    }
    sink.consume(newest);
  }

  private List<DecodedRecord> events() {
    OffsetCursor cursor = new OffsetCursor(null);
    cursor.startAt(0, false);
    TrackedPoll marked = new TrackedPoll(polled, Map.of(PARTITION, cursor));
    List<DecodedRecord> events = new ArrayList<>(SIZE);
    for (ConsumerRecord<byte[], byte[]> pack :
        marked.chunks(RecordChunk.MOST, partition -> false)) {
      RecordChunk opened = deserializer.deserialize("users_cdc", pack.headers(), pack.value());
      KafkaRecord<byte[], RecordChunk> record =
          new KafkaRecord<>(
              "users_cdc",
              0,
              pack.offset(),
              0,
              KafkaTimestampType.NO_TIMESTAMP_TYPE,
              null,
              KV.of(null, opened));
      policy.getTimestampForRecord(AT_END, record);
      for (TrackedRecord entry : opened.entries()) {
        events.add(entry.event(format, "users_cdc", 0));
      }
    }
    return events;
  }

  /** Accepts changes; any other output is an error of the benchmark. */
  private record SourceChanges(List<Change> all) implements NormalizerOutput {
    @Override
    public void split() {
      throw new IllegalStateException("split");
    }

    @Override
    public void change(Change change) {
      all.add(change);
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      throw new IllegalStateException("ignored");
    }

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      throw new IllegalStateException(cause.toString());
    }
  }
}
