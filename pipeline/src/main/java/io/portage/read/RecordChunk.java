package io.portage.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Consecutive records of a partition that go through KafkaIO as one: a record without key at the
 * last one's offset, with this object as its header and, once it is deserialized, as its value.
 * Before that its value is there for its length alone, by which KafkaIO tells a runner how many
 * bytes were read and are left.
 *
 * <p>KafkaIO and its runners do much for every record (on Flink all of the source's metrics are
 * collected anew); a pack makes that once for many. It is never split: a checkpoint stands before
 * or behind it. So only readers that take records one after the other get packs of several; a
 * reader of offset ranges, which may end anywhere, gets packs of one.
 */
final class RecordChunk implements Header {
  /** Most records of a pack. */
  static final int MOST = 1_000;

  private static final int MOST_BYTES = 512 * 1024;

  /** By the power of two that they hold. */
  private static final List<byte[]> ZEROS =
      IntStream.rangeClosed(0, 20).mapToObj(power -> new byte[1 << power]).toList();

  private static final String NAME = "\0portage.pack";

  private final List<TrackedRecord> entries;
  private final boolean atEnd;

  /** Of at least one entry; {@code atEnd} tells whether nothing is known behind them. */
  RecordChunk(List<TrackedRecord> entries, boolean atEnd) {
    this.entries = entries;
    this.atEnd = atEnd;
  }

  /** Whether the consumer knew of no further record of the partition behind these. */
  boolean atEnd() {
    return atEnd;
  }

  List<TrackedRecord> entries() {
    return entries;
  }

  @Override
  public String key() {
    return NAME;
  }

  /** Nothing: behind the deserializer the pack is no header any more. */
  @Override
  public byte[] value() {
    return new byte[0];
  }

  /** The pack of a record that {@link #records} made. */
  static RecordChunk of(Headers headers) {
    if (headers.lastHeader(NAME) instanceof RecordChunk recordChunk) {
      return recordChunk;
    }
    throw new IllegalStateException("the record did not come from the tracking consumer");
  }

  /**
   * The records that stand for {@code entries}, each with {@code most} of them at the most.
   *
   * @param atEnd whether no further record of the partition is known behind them
   */
  static List<ConsumerRecord<byte[], byte[]>> records(
      String topic, int partition, List<TrackedRecord> entries, int most, boolean atEnd) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += entries.get(i).size();
      if (i + 1 == entries.size() || i + 1 - from == most || bytes >= MOST_BYTES) {
        // A copy: a view would keep the whole poll in memory as long as one pack lives.
        RecordChunk recordChunk =
            new RecordChunk(
                List.copyOf(entries.subList(from, i + 1)), atEnd && i + 1 == entries.size());
        records.add(record(topic, partition, recordChunk, bytes));
        from = i + 1;
        bytes = 0;
      }
    }
    return records;
  }

  /** The value itself, or zeros that all packs of about this size share. */
  private static byte[] valueOrZeros(List<TrackedRecord> entries, int bytes) {
    byte[] only = entries.size() == 1 ? entries.get(0).value() : null;
    int power = 31 - Integer.numberOfLeadingZeros(bytes);
    return only == null ? ZEROS.get(Math.min(power, ZEROS.size() - 1)) : only;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, int partition, RecordChunk recordChunk, int bytes) {
    List<TrackedRecord> entries = recordChunk.entries();
    TrackedRecord last = entries.get(entries.size() - 1);
    return new ConsumerRecord<>(
        topic,
        partition,
        last.offset(),
        last.kafkaTime(),
        TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        valueOrZeros(entries, bytes),
        new RecordHeaders(new Header[] {recordChunk}),
        Optional.empty());
  }

  @Override
  public String toString() {
    return entries.size() + " records";
  }
}
