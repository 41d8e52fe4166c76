package io.portage.read;

import io.portage.kafka.SourcePartitions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.io.kafka.KafkaCheckpointMark;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.ExperimentalOptions;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * KafkaIO's readers, each with partitions that are there and a fair part of the room for those to
 * come.
 *
 * <p>KafkaIO itself would make a reader of each partition, of the room too. A reader that has
 * nothing costs its task a millisecond a turn, and on Flink a savepoint gives each task of another
 * parallelism a stretch of the readers as they are numbered: one would get what is there, another
 * the room. What a runner keeps in state is KafkaIO's reader, nothing of this class.
 */
final class KafkaSource
    extends UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark> {
  private static final long serialVersionUID = 1;

  private final KafkaIO.Read<byte[], RecordChunk> read;
  private final SourcePartitions partitions;

  /** The readers for {@code partitions}; {@code read} tells everything else, its coders too. */
  KafkaSource(KafkaIO.Read<byte[], RecordChunk> read, SourcePartitions partitions) {
    this.read = read;
    this.partitions = partitions;
  }

  /**
   * Whether a runner reads by readers and not by a splittable DoFn: KafkaIO's own rule (in 2.70.0,
   * {@code runnerPrefersLegacyRead}).
   */
  static boolean isUnboundedReadPreferred(PipelineOptions options) {
    return !ExperimentalOptions.hasExperiment(options, "use_sdf_read")
        && !ExperimentalOptions.hasExperiment(options, "beam_fn_api")
        && !options.getRunner().getName().startsWith("org.apache.beam.runners.dataflow.");
  }

  @Override
  public List<UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>> split(
      int desiredNumSplits, PipelineOptions options) throws Exception {
    List<UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>> readers =
        new ArrayList<>();
    for (List<TopicPartition> part : partitions.distribute(desiredNumSplits)) {
      readers.addAll(reader(part).split(1, options));
    }
    return readers;
  }

  @Override
  public UnboundedReader<KafkaRecord<byte[], RecordChunk>> createReader(
      PipelineOptions options, @Nullable KafkaCheckpointMark mark) {
    throw new IllegalStateException("a runner splits a source before it reads");
  }

  @Override
  public Coder<KafkaCheckpointMark> getCheckpointMarkCoder() {
    return reader(partitions.distribute(1).get(0)).getCheckpointMarkCoder();
  }

  @Override
  public Coder<KafkaRecord<byte[], RecordChunk>> getOutputCoder() {
    return reader(partitions.distribute(1).get(0)).getOutputCoder();
  }

  @Override
  public void populateDisplayData(DisplayData.Builder builder) {
    read.populateDisplayData(builder);
  }

  /** By reflection: KafkaIO shows how it makes its source to its own tests only. */
  @SuppressWarnings("unchecked")
  private UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark> reader(
      List<TopicPartition> part) {
    try {
      Method makeSource = KafkaIO.Read.class.getDeclaredMethod("makeSource");
      makeSource.setAccessible(true);
      return (UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>)
          makeSource.invoke(read.withTopicPartitions(part));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("this Beam's KafkaIO makes its readers otherwise", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("KafkaIO made no reader", e);
    }
  }
}
