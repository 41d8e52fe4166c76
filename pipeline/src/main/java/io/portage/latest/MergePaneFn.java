package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.ChangeSize;
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
    KeyFolds folds = new KeyFolds();
    long bytes = 0;
    for (ChangeBatch batch : pane.getValue()) {
      for (Change change : batch.changes()) {
        long size = ChangeSize.of(change);
        if (bytes > 0 && bytes + size > maxBytes) {
          emit(pane.getKey(), folds.changes(), out);
          folds = new KeyFolds();
          bytes = 0;
        }
        folds.add(change);
        bytes += size;
      }
    }
    emit(pane.getKey(), folds.changes(), out);
  }

  private void emit(int shard, List<Change> changes, OutputReceiver<ChangeBatch> out) {
    for (int from = 0; from < changes.size(); from += maxRows) {
      int to = Math.min(from + maxRows, changes.size());
      out.output(new ChangeBatch(shard, List.copyOf(changes.subList(from, to))));
    }
  }
}
