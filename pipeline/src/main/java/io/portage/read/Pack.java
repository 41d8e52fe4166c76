package io.portage.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Consecutive records of a partition that go through KafkaIO as one: a record without key and value
 * at the last one's offset, with this object as its header.
 *
 * <p>KafkaIO and its runners do much for every record (on Flink all of the source's metrics are
 * collected anew); a pack makes that once for many. It is never split: a checkpoint stands before
 * or behind it. So only readers that take records one after the other get packs of several; a
 * reader of offset ranges, which may end anywhere, gets packs of one.
 */
final class Pack implements Header {
  /** Most records of a pack. */
  static final int MOST = 250;

  private static final int MOST_BYTES = 512 * 1024;
  private static final String NAME = "\0portage.pack";

  private final List<Entry> entries;

  private Pack(List<Entry> entries) {
    this.entries = entries;
  }

  List<Entry> entries() {
    return entries;
  }

  @Override
  public String key() {
    return NAME;
  }

  /** Nothing: the pack goes no further than the deserializer. */
  @Override
  public byte[] value() {
    return new byte[0];
  }

  /** The pack of a record that {@link #records} made. */
  static Pack of(Headers headers) {
    if (headers.lastHeader(NAME) instanceof Pack pack) {
      return pack;
    }
    throw new IllegalStateException("the record did not come from the tracking consumer");
  }

  /** The records that stand for {@code entries}, each with {@code most} of them at the most. */
  static List<ConsumerRecord<byte[], byte[]>> records(
      String topic, int partition, List<Entry> entries, int most) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      bytes += entries.get(i).size();
      if (i + 1 == entries.size() || i + 1 - from == most || bytes >= MOST_BYTES) {
        records.add(record(topic, partition, entries.subList(from, i + 1)));
        from = i + 1;
        bytes = 0;
      }
    }
    return records;
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, int partition, List<Entry> entries) {
    Entry last = entries.get(entries.size() - 1);
    return new ConsumerRecord<>(
        topic,
        partition,
        last.offset(),
        last.kafkaTime(),
        TimestampType.NO_TIMESTAMP_TYPE,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        null,
        null,
        new RecordHeaders(new Header[] {new Pack(entries)}),
        Optional.empty());
  }
}
