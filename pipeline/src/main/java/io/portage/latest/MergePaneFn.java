package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.encoding.ArraySegments;
import java.util.Iterator;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Merges what a pane of one shard holds, and hands it on in batches of bounded size. Of a pane that
 * is larger than such a batch a key may come again in the next one, after the older change.
 */
final class MergePaneFn extends DoFn<KV<Integer, Iterable<ChangeBatch>>, ChangeBatch> {
  private final int maxRows;
  private final long maxBytes;
  private transient ArraySegments segments;

  MergePaneFn(BufferLimits bounds) {
    this.maxRows = bounds.paneRows();
    this.maxBytes = bounds.paneBytes();
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
      return; // a window ends with a pane of its own, though it holds nothing
    }
    ChangeBatch first = batches.next();
    if (!batches.hasNext() && first.size() <= maxRows) {
      out.output(first); // its keys are distinct already
      return;
    }
    KeyAccumulators folds = add(first, new KeyAccumulators(segments), out);
    while (batches.hasNext()) {
      folds = add(batches.next(), folds, out);
    }
    emit(pane.getKey(), folds, out);
  }

  /** Adds a batch, and gives what is to go on with: what is full goes out. */
  private KeyAccumulators add(
      ChangeBatch batch, KeyAccumulators folds, OutputReceiver<ChangeBatch> out) {
    KeyAccumulators current = folds;
    for (Change change : batch.changes()) {
      current.add(change);
      if (current.bytes() > maxBytes) {
        emit(batch.shard(), current, out);
        current = new KeyAccumulators(segments);
      }
    }
    return current;
  }

  private void emit(int shard, KeyAccumulators folds, OutputReceiver<ChangeBatch> out) {
    folds.batches(shard, maxRows, maxBytes).forEach(out::output);
  }
}
