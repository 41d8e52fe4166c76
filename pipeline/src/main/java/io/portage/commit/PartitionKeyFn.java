package io.portage.commit;

import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.Start;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/** Sorts outcomes by partition and joins what a bundle brings, so that little is shuffled. */
final class PartitionKeyFn extends DoFn<Outcome, KV<KV<String, Integer>, Outcome>> {
  private static final long serialVersionUID = 1;

  private transient Map<KV<String, Integer>, List<Interval>> done;

  @StartBundle
  public void startBundle() {
    done = new HashMap<>();
  }

  @ProcessElement
  public void process(
      @Element Outcome outcome, OutputReceiver<KV<KV<String, Integer>, Outcome>> out) {
    Start start = outcome.start();
    if (start != null) {
      out.output(
          KV.of(KV.of(start.topic(), start.partition()), new Outcome(Origins.none(), start)));
    }
    Interval last = null;
    List<Interval> list = List.of();
    for (Interval interval : outcome.origins().intervals()) {
      if (last == null || !last.isBeside(interval)) {
        list =
            done.computeIfAbsent(
                KV.of(interval.topic(), interval.partition()), key -> new ArrayList<>());
      }
      list.add(interval);
      last = interval;
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    done.forEach(
        (key, intervals) ->
            context.output(
                KV.of(key, new Outcome(Origins.of(intervals))),
                GlobalWindow.INSTANCE.maxTimestamp(),
                GlobalWindow.INSTANCE));
    done.clear();
  }
}
