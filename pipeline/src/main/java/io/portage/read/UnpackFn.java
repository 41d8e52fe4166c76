package io.portage.read;

import io.portage.metrics.Ledger;
import io.portage.model.Format;
import io.portage.model.Outcome;
import io.portage.model.RawEvent;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;

/** Unpacks records, tells Commit where partitions begin and end, and counts what was read. */
final class UnpackFn extends DoFn<KafkaRecord<byte[], Payload>, RawEvent> {
  private static final long serialVersionUID = 1;

  static final TupleTag<RawEvent> EVENTS = new TupleTag<>("events") {};
  static final TupleTag<Outcome> DONE = new TupleTag<>("done") {};

  private final Unpacking unpacking;
  private final Counter read = Ledger.read();
  private transient long count;

  UnpackFn(Format format) {
    this.unpacking = new Unpacking(format);
  }

  @StartBundle
  public void startBundle() {
    count = 0;
  }

  @ProcessElement
  public void process(@Element KafkaRecord<byte[], Payload> pack, MultiOutputReceiver out) {
    String topic = pack.getTopic();
    int partition = pack.getPartition();
    OutputReceiver<RawEvent> events = out.get(EVENTS);
    for (Entry entry : pack.getKV().getValue().entries()) {
      Outcome outcome = Unpacking.outcome(topic, partition, entry);
      if (outcome != null) {
        out.get(DONE).output(outcome);
      }
      if (!entry.isEnd()) {
        count++;
        events.outputWithTimestamp(
            unpacking.event(topic, partition, entry), Instant.ofEpochMilli(entry.timestamp()));
      }
    }
  }

  @FinishBundle
  public void finishBundle() {
    read.inc(count);
  }
}
