package io.portage.latest;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.encoding.ChangeSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.transforms.DoFn.OutputReceiver;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.OutputBuilder;
import org.apache.beam.sdk.values.WindowedValues;
import org.junit.jupiter.api.Test;

/** A pane may contain far more than a batch. */
final class MergePaneFnTest {
  private static final long MOST_BYTES = 16L << 20;

  @Test
  void emitsBatchesOfBoundedBytes() {
    String large = "x".repeat(1 << 20);
    List<ChangeBatch> pane =
        IntStream.range(0, 50)
            .mapToObj(
                at ->
                    new ChangeBatch(
                        0,
                        List.of(
                            ChangeHistories.upsert(2L * at, 1 + 2L * at, large),
                            ChangeHistories.upsert(2L * at + 1, 2 + 2L * at, large))))
            .toList();
    List<ChangeBatch> batches = new ArrayList<>();

    MergePaneFn fn = new MergePaneFn(BufferLimits.of(50_000));
    fn.setUp();
    fn.process(KV.of(0, pane), into(batches));

    assertThat(batches.stream().flatMap(batch -> batch.changes().stream()).map(Change::version))
        .hasSize(100)
        .doesNotHaveDuplicates();
    assertThat(batches)
        .allMatch(batch -> batch.changes().stream().mapToLong(ChangeSize::of).sum() <= MOST_BYTES);
  }

  private static OutputReceiver<ChangeBatch> into(List<ChangeBatch> batches) {
    return new OutputReceiver<>() {
      @Override
      public OutputBuilder<ChangeBatch> builder(ChangeBatch value) {
        return WindowedValues.<ChangeBatch>builder()
            .setValue(value)
            .setReceiver(out -> batches.add(out.getValue()));
      }

      @Override
      public void output(ChangeBatch value) {
        batches.add(value);
      }
    };
  }
}
