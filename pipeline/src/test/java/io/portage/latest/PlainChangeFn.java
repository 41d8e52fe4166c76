package io.portage.latest;

import io.portage.TestChange;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.DecodedRecord;
import org.apache.beam.sdk.transforms.DoFn;
import org.joda.time.Duration;
import org.joda.time.Instant;

/** Converts each event to a change with the minimum that Latest needs. */
final class PlainChangeFn extends DoFn<DecodedRecord, Change> {
  private static final long serialVersionUID = 1;

  private final boolean protect;

  /** Without {@code protect}, elements get the change's own time again, below the watermark. */
  PlainChangeFn(boolean protect) {
    this.protect = protect;
  }

  @ProcessElement
  public void process(
      @Element DecodedRecord event, @Timestamp Instant time, OutputReceiver<Change> out) {
    long own = event.envelope().changeTime().toEpochMilli();
    Row row = event.envelope().after().row();
    Change change =
        TestChange.upsert(
                "table",
                Version.of(
                    0, SourcePosition.ofTime(own), event.record().coordinates().partition(), 0))
            .key("id", row.get("id"))
            .with(row)
            .at(event.record().coordinates())
            .times(own, event.record().kafkaTime())
            .merged(OffsetRanges.of(event.record().range(ChangePart.WHOLE)), 1)
            .build();
    out.outputWithTimestamp(change, protect ? time : Instant.ofEpochMilli(own));
  }

  @Override
  @SuppressWarnings("deprecation") // the only way to lower a timestamp
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }
}
