package io.portage.latest;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Merges what a pane of one shard holds, and hands it on in batches of bounded size. */
final class MergePaneFn extends DoFn<KV<Integer, Iterable<ChangeBatch>>, ChangeBatch> {
  private final int maxRows;

  MergePaneFn(int maxRows) {
    this.maxRows = maxRows;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<ChangeBatch>> pane, OutputReceiver<ChangeBatch> out) {
    KeyFolds folds = new KeyFolds();
    for (ChangeBatch batch : pane.getValue()) {
      batch.changes().forEach(folds::add);
    }
    List<Change> changes = folds.changes();
    for (int from = 0; from < changes.size(); from += maxRows) {
      int to = Math.min(from + maxRows, changes.size());
      out.output(new ChangeBatch(pane.getKey(), List.copyOf(changes.subList(from, to))));
    }
  }
}
