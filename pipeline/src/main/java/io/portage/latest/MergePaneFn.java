package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.encoding.ArraySegments;
import java.util.Iterator;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Merges the changes of a pane of one shard and emits them in batches of bounded size. If the pane
 * is larger than a batch, a key may occur again in the next batch, after the older change.
 */
final class MergePaneFn extends DoFn<KV<Integer, Iterable<ChangeBatch>>, ChangeBatch> {
  private final int maxRows;
  private final long maxBytes;
  private transient ArraySegments segments;

  MergePaneFn(BufferLimits limits) {
    this.maxRows = limits.paneRows();
    this.maxBytes = limits.paneBytes();
  }

  @Setup
  public void setUp() {
    segments = new ArraySegments();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<ChangeBatch>> pane, OutputReceiver<ChangeBatch> out) {
    Iterator<ChangeBatch> batches = pane.getValue().iterator();
    if (!batches.hasNext()) {
      return; // a window ends with a pane that may be empty
    }
    ChangeBatch first = batches.next();
    if (!batches.hasNext() && first.size() <= maxRows) {
      out.output(first); // its keys are already distinct
      return;
    }
    KeyAccumulators accumulators = add(first, new KeyAccumulators(segments), out);
    while (batches.hasNext()) {
      accumulators = add(batches.next(), accumulators, out);
    }
    emit(pane.getKey(), accumulators, out);
  }

  /** Adds a batch and returns the accumulators to continue with; emits full ones. */
  private KeyAccumulators add(
      ChangeBatch batch, KeyAccumulators accumulators, OutputReceiver<ChangeBatch> out) {
    KeyAccumulators current = accumulators;
    for (Change change : batch.changes()) {
      current.add(change);
      if (current.bytes() > maxBytes) {
        emit(batch.shard(), current, out);
        current = new KeyAccumulators(segments);
      }
    }
    return current;
  }

  private void emit(int shard, KeyAccumulators accumulators, OutputReceiver<ChangeBatch> out) {
    accumulators.batches(shard, maxRows, maxBytes).forEach(out::output);
  }
}
