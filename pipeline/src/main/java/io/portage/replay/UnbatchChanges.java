package io.portage.replay;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.encoding.ChangeCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/** Emits the changes of batches one by one, in no particular order. */
public final class UnbatchChanges
    extends PTransform<PCollection<ChangeBatch>, PCollection<Change>> {
  private static final long serialVersionUID = 1;

  private UnbatchChanges() {}

  /** The step. */
  public static UnbatchChanges of() {
    return new UnbatchChanges();
  }

  @Override
  public PCollection<Change> expand(PCollection<ChangeBatch> batches) {
    return batches.apply("Each", ParDo.of(new UnbatchChangesFn())).setCoder(ChangeCoder.of());
  }

  private static final class UnbatchChangesFn extends DoFn<ChangeBatch, Change> {
    private static final long serialVersionUID = 1;

    @ProcessElement
    public void process(@Element ChangeBatch batch, OutputReceiver<Change> out) {
      batch.changes().forEach(out::output);
    }
  }
}
