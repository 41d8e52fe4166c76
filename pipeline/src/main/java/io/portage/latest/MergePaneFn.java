package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import java.util.Iterator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Merges what a pane of one shard holds, and hands it on in batches of bounded size. Of a pane that
 * is larger than such a batch a key may come again in the next one, after the older change.
 */
final class MergePaneFn extends DoFn<KV<Integer, Iterable<ChangeBatch>>, ChangeBatch> {
  private final int maxRows;
  private final long maxBytes;

  MergePaneFn(Bounds bounds) {
    this.maxRows = bounds.paneRows();
    this.maxBytes = bounds.paneBytes();
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<ChangeBatch>> pane, OutputReceiver<ChangeBatch> out) {
    Iterator<ChangeBatch> batches = pane.getValue().iterator();
    ChangeBatch first = batches.next();
    if (!batches.hasNext() && first.size() <= maxRows) {
      out.output(first); // its keys are distinct already
      return;
    }
    KeyFolds folds = new KeyFolds();
    ChangeBatch batch = first;
    while (true) {
      for (Change change : batch.changes()) {
        folds.add(change);
        if (folds.bytes() > maxBytes) {
          emit(pane.getKey(), folds.changes(), out);
          folds = new KeyFolds();
        }
      }
      if (!batches.hasNext()) {
        break;
      }
      batch = batches.next();
    }
    emit(pane.getKey(), folds.changes(), out);
  }

  private void emit(int shard, List<Change> changes, OutputReceiver<ChangeBatch> out) {
    for (List<Change> part : Parts.of(changes, maxRows, maxBytes)) {
      out.output(new ChangeBatch(shard, List.copyOf(part)));
    }
  }
}
