package io.portage.read;

import io.portage.metrics.Ledger;
import io.portage.model.ChangeEvent;
import io.portage.model.Chunk;
import io.portage.model.Format;
import io.portage.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Unpacks records, tells Commit where partitions begin and end, and counts what was read. */
final class UnpackFn extends DoFn<KafkaRecord<byte[], Pack>, Chunk<ChangeEvent>> {
  private static final long serialVersionUID = 1;

  static final TupleTag<Chunk<ChangeEvent>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<Outcome> DONE = new TupleTag<>("done") {};

  private final Format format;
  private final Counter read = Ledger.read();

  UnpackFn(Format format) {
    this.format = format;
  }

  /** Gives the records of a pack as one chunk, at the time of the newest. */
  @ProcessElement
  public void process(@Element KafkaRecord<byte[], Pack> record, MultiOutputReceiver out) {
    String topic = record.getTopic();
    int partition = record.getPartition();
    Pack pack = record.getKV().getValue();
    List<ChangeEvent> events = new ArrayList<>(pack.entries().size());
    long newest = Long.MIN_VALUE;
    for (Entry entry : pack.entries()) {
      Outcome outcome = entry.outcome(topic, partition);
      if (outcome != null) {
        out.get(DONE).output(outcome);
      }
      if (!entry.isEnd()) {
        events.add(entry.event(format, topic, partition));
      }
      newest = Math.max(newest, entry.timestamp());
    }
    read.inc(events.size());
    Chunk<ChangeEvent> chunk = Chunk.orNull(events, pack.atEnd());
    if (chunk != null) {
      out.get(EVENTS).outputWithTimestamp(chunk, Instant.ofEpochMilli(newest));
    }
  }
}
