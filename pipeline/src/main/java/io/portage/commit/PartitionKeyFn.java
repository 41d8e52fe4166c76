package io.portage.commit;

import io.portage.model.Completion;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/**
 * Groups completions by partition and merges those of a bundle, so that little data is shuffled.
 */
final class PartitionKeyFn extends DoFn<Completion, KV<KV<String, Integer>, Completion>> {
  private static final long serialVersionUID = 1;

  private transient Map<KV<String, Integer>, List<OffsetRange>> done;

  @StartBundle
  public void startBundle() {
    done = new HashMap<>();
  }

  @ProcessElement
  public void process(
      @Element Completion completion, OutputReceiver<KV<KV<String, Integer>, Completion>> out) {
    ReaderStart start = completion.start();
    if (start != null) {
      out.output(
          KV.of(
              KV.of(start.topic(), start.partition()), new Completion(OffsetRanges.none(), start)));
    }
    OffsetRange last = null;
    List<OffsetRange> list = List.of();
    for (OffsetRange offsetRange : completion.origins().ranges()) {
      if (last == null || !last.isOfSamePartition(offsetRange)) {
        list =
            done.computeIfAbsent(
                KV.of(offsetRange.topic(), offsetRange.partition()), key -> new ArrayList<>());
      }
      list.add(offsetRange);
      last = offsetRange;
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    done.forEach(
        (key, intervals) ->
            context.output(
                KV.of(key, new Completion(OffsetRanges.of(intervals))),
                GlobalWindow.INSTANCE.maxTimestamp(),
                GlobalWindow.INSTANCE));
    done.clear();
  }
}
