package io.portage.read;

import io.portage.kafka.SourcePartitions;
import io.portage.runner.RunnerTraits;
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
 * Splits the source into KafkaIO readers. Each reader gets existing partitions and an even share of
 * the partition headroom.
 *
 * <p>KafkaIO alone would make one reader per partition, for the headroom too. A reader holds two
 * consumers, with threads and buffers, and without records costs its task one millisecond per turn.
 * And on Flink a savepoint restored with another parallelism gives each task a range of consecutive
 * reader numbers: one task would get the existing partitions, another the headroom. A runner's
 * state contains KafkaIO's readers, without the settings of the graph, and nothing of this class.
 */
final class KafkaSource
    extends UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark> {
  private static final long serialVersionUID = 1;

  private final KafkaIO.Read<byte[], RecordChunk> read;
  private final KafkaIO.Read<byte[], RecordChunk> readerRead;
  private final SourcePartitions partitions;
  private final int mostReaders;

  /**
   * A source over {@code partitions}.
   *
   * @param read the read with the settings of the graph, and the coders
   * @param readerRead the same read without the settings, for the readers
   * @param mostReaders the maximum number of readers
   */
  KafkaSource(
      KafkaIO.Read<byte[], RecordChunk> read,
      KafkaIO.Read<byte[], RecordChunk> readerRead,
      SourcePartitions partitions,
      int mostReaders) {
    this.read = read;
    this.readerRead = readerRead;
    this.partitions = partitions;
    this.mostReaders = mostReaders;
  }

  /**
   * Returns true if the runner reads with an {@code UnboundedSource} and not with a splittable
   * DoFn. This must be KafkaIO's own rule (in 2.70.0, {@code runnerPrefersLegacyRead}).
   */
  static boolean isUnboundedReadPreferred(PipelineOptions options) {
    return !ExperimentalOptions.hasExperiment(options, "use_sdf_read")
        && !ExperimentalOptions.hasExperiment(options, "beam_fn_api")
        && RunnerTraits.of(options).readsUnboundedSources();
  }

  @Override
  public List<UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>> split(
      int desiredNumSplits, PipelineOptions options) throws Exception {
    List<UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>> readers =
        new ArrayList<>();
    for (List<TopicPartition> part :
        partitions.distribute(Math.min(desiredNumSplits, mostReaders))) {
      readers.addAll(reader(part).split(1, options));
    }
    return readers;
  }

  @Override
  public UnboundedReader<KafkaRecord<byte[], RecordChunk>> createReader(
      PipelineOptions options, @Nullable KafkaCheckpointMark mark) {
    throw new IllegalStateException("createReader was called before split");
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

  /**
   * Makes a KafkaIO source over {@code part}, by reflection: in KafkaIO, {@code makeSource} is
   * visible to its own tests only.
   */
  @SuppressWarnings("unchecked")
  private UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark> reader(
      List<TopicPartition> part) {
    try {
      Method makeSource = KafkaIO.Read.class.getDeclaredMethod("makeSource");
      makeSource.setAccessible(true);
      return (UnboundedSource<KafkaRecord<byte[], RecordChunk>, KafkaCheckpointMark>)
          makeSource.invoke(readerRead.withTopicPartitions(part));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(
          "KafkaIO.Read.makeSource is not accessible in this version of Beam", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("KafkaIO.Read.makeSource failed", e);
    }
  }
}
