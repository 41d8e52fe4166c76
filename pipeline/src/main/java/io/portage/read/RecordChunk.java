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
 * Consecutive records of a partition that pass through KafkaIO as one Kafka record. That record has
 * no key, the offset of its last entry, and this object as a header and, after deserialization, as
 * its value. Before deserialization only the value's length matters: from it KafkaIO computes the
 * bytes read and the backlog.
 *
 * <p>KafkaIO and its runners do much work per record (on Flink all metrics of the source are
 * collected); a chunk does it once for many records. A chunk is never split: a checkpoint is before
 * or after it. So only sequential readers get chunks of several records; a reader of offset ranges,
 * which may stop at any offset, gets chunks of one.
 */
final class RecordChunk implements Header {
  /** The maximum number of records in a chunk. */
  static final int MOST = 1_000;

  private static final int MOST_BYTES = 512 * 1024;

  /** Arrays of zeros, by the power of two of their length. */
  private static final List<byte[]> ZEROS =
      IntStream.rangeClosed(0, 20).mapToObj(power -> new byte[1 << power]).toList();

  private static final String NAME = "\0portage.pack";

  private final List<TrackedRecord> entries;
  private final boolean atEnd;

  /** A chunk of at least one entry; {@code atEnd} as in {@link #atEnd}. */
  RecordChunk(List<TrackedRecord> entries, boolean atEnd) {
    this.entries = entries;
    this.atEnd = atEnd;
  }

  /** Returns true if the consumer knew of no further record of the partition after these. */
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

  /** Returns an empty array: the chunk is read by its type, not by the header's bytes. */
  @Override
  public byte[] value() {
    return new byte[0];
  }

  /** Returns the chunk in a record made by {@link #records}. */
  static RecordChunk of(Headers headers) {
    if (headers.lastHeader(NAME) instanceof RecordChunk recordChunk) {
      return recordChunk;
    }
    throw new IllegalStateException("the record did not come from the tracking consumer");
  }

  /**
   * Returns Kafka records that carry {@code entries}, at most {@code most} in each.
   *
   * @param atEnd true if no further record of the partition is known after them
   */
  static List<ConsumerRecord<byte[], byte[]>> records(
      String topic, int partition, List<TrackedRecord> entries, int most, boolean atEnd) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += entries.get(i).size();
      if (i + 1 == entries.size() || i + 1 - from == most || bytes >= MOST_BYTES) {
        // A copy: a view would keep the whole poll in memory as long as one of its chunks.
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

  /** Returns the value of a single entry, or zeros that all chunks of about this size share. */
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
