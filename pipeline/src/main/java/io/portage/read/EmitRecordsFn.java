package io.portage.read;

import io.portage.metrics.Ledger;
import io.portage.model.Chunk;
import io.portage.model.Completion;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/**
 * Emits the records of chunks, the completions at the start and end of partitions, and the count of
 * records read.
 */
final class EmitRecordsFn extends DoFn<KafkaRecord<byte[], RecordChunk>, Chunk<DecodedRecord>> {
  private static final long serialVersionUID = 1;

  static final TupleTag<Chunk<DecodedRecord>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<Completion> DONE = new TupleTag<>("done") {};

  private final Format format;
  private final Counter read = Ledger.read();

  EmitRecordsFn(Format format) {
    this.format = format;
  }

  /** Emits the records of a chunk as one element, at the newest of their timestamps. */
  @ProcessElement
  public void process(@Element KafkaRecord<byte[], RecordChunk> record, MultiOutputReceiver out) {
    String topic = record.getTopic();
    int partition = record.getPartition();
    RecordChunk recordChunk = record.getKV().getValue();
    List<DecodedRecord> events = new ArrayList<>(recordChunk.entries().size());
    long newest = Long.MIN_VALUE;
    for (TrackedRecord entry : recordChunk.entries()) {
      Completion completion = entry.completion(topic, partition);
      if (completion != null) {
        out.get(DONE).output(completion);
      }
      if (!entry.isEnd()) {
        events.add(entry.event(format, topic, partition));
      }
      newest = Math.max(newest, entry.timestamp());
    }
    read.inc(events.size());
    Chunk<DecodedRecord> chunk = Chunk.ofNullable(events, recordChunk.atEnd());
    if (chunk != null) {
      out.get(EVENTS).outputWithTimestamp(chunk, Instant.ofEpochMilli(newest));
    }
  }
}
