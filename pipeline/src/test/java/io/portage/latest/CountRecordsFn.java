package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;

/** Counts the records that contributed to the output changes of Latest. */
final class CountRecordsFn extends DoFn<ChangeBatch, Void> {
  private static final long serialVersionUID = 1;

  private final Counter records = Metrics.counter("test", "records");

  @ProcessElement
  public void process(@Element ChangeBatch batch) {
    for (Change change : batch.changes()) {
      records.inc(change.recordCount());
    }
  }
}
