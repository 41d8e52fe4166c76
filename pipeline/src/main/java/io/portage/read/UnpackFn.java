package io.portage.read;

import io.portage.metrics.Ledger;
import io.portage.model.Chunk;
import io.portage.model.Format;
import io.portage.model.Outcome;
import io.portage.model.RawEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Unpacks records, tells Commit where partitions begin and end, and counts what was read. */
final class UnpackFn extends DoFn<KafkaRecord<byte[], Payload>, Chunk<RawEvent>> {
  private static final long serialVersionUID = 1;

  static final TupleTag<Chunk<RawEvent>> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<Outcome> DONE = new TupleTag<>("done") {};

  private final Unpacking unpacking;
  private final Counter read = Ledger.read();

  UnpackFn(Format format) {
    this.unpacking = new Unpacking(format);
  }

  /** Gives the records of a pack as one chunk, at the time of the newest. */
  @ProcessElement
  public void process(@Element KafkaRecord<byte[], Payload> pack, MultiOutputReceiver out) {
    String topic = pack.getTopic();
    int partition = pack.getPartition();
    Payload payload = pack.getKV().getValue();
    List<RawEvent> events = new ArrayList<>(payload.entries().size());
    long newest = Long.MIN_VALUE;
    for (Entry entry : payload.entries()) {
      Outcome outcome = Unpacking.outcome(topic, partition, entry);
      if (outcome != null) {
        out.get(DONE).output(outcome);
      }
      if (!entry.isEnd()) {
        events.add(unpacking.event(topic, partition, entry));
      }
      newest = Math.max(newest, entry.timestamp());
    }
    read.inc(events.size());
    Chunk<RawEvent> chunk = Chunk.orNull(events, payload.atEnd());
    if (chunk != null) {
      out.get(EVENTS).outputWithTimestamp(chunk, Instant.ofEpochMilli(newest));
    }
  }
}
