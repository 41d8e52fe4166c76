package io.portage.commit;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.model.Completion;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import io.portage.model.encoding.CompletionCoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Commits for the source's consumer group, per partition, the offset below which every record has a
 * durable outcome.
 *
 * <p>Not guaranteed: a time limit for commits, nor any commit of outcomes less than two seconds
 * before a cancel; that the group's offset keeps a value set by another program below the frontier.
 */
public final class CommitOffsets extends PTransform<PCollectionList<Completion>, PDone> {
  private static final long serialVersionUID = 1;
  private static final Coder<KV<KV<String, Integer>, Completion>> KEYED =
      KvCoder.of(KvCoder.of(StringUtf8Coder.of(), VarIntCoder.of()), CompletionCoder.of());

  private final PortageConfig config;
  private final @Nullable StopOffsets stops;

  private CommitOffsets(PortageConfig config, @Nullable StopOffsets stops) {
    this.config = config;
    this.stops = stops;
  }

  /**
   * Commits for the group of {@code config}'s source.
   *
   * @param stops the stop offsets of a bounded run, which fails unless every partition reaches its
   *     stop; null for an unbounded run
   */
  public static CommitOffsets of(PortageConfig config, @Nullable StopOffsets stops) {
    return new CommitOffsets(config, stops);
  }

  @Override
  public PDone expand(PCollectionList<Completion> outcomes) {
    PCollection<KV<KV<String, Integer>, Completion>> byPartition =
        outcomes
            .apply("Gather", Flatten.pCollections())
            .setCoder(CompletionCoder.of())
            .apply("By partition", ParDo.of(new PartitionKeyFn()))
            .setCoder(KEYED);
    expected(byPartition)
        .apply("Commit", ParDo.of(new CommitFn(config.source(), stops, Clock.systemUTC())));
    return PDone.in(outcomes.getPipeline());
  }

  /**
   * Adds an empty completion for every partition with a stop offset, so that a partition without
   * any completion is detected too.
   */
  private PCollection<KV<KV<String, Integer>, Completion>> expected(
      PCollection<KV<KV<String, Integer>, Completion>> byPartition) {
    if (stops == null) {
      return byPartition;
    }
    List<KV<KV<String, Integer>, Completion>> all = new ArrayList<>();
    stops.forEach(
        (topic, partition, stop) ->
            all.add(KV.of(KV.of(topic, partition), new Completion(OffsetRanges.none()))));
    PCollection<KV<KV<String, Integer>, Completion>> expected =
        byPartition.getPipeline().apply("Expected", Create.of(all).withCoder(KEYED));
    return PCollectionList.of(byPartition).and(expected).apply("All", Flatten.pCollections());
  }

  /**
   * Groups completions by partition and merges those of a bundle, so that little data is shuffled.
   */
  private static final class PartitionKeyFn
      extends DoFn<Completion, KV<KV<String, Integer>, Completion>> {
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
                KV.of(start.topic(), start.partition()),
                new Completion(OffsetRanges.none(), start)));
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
}
