package io.portage.commit;

import io.portage.config.PortageConfig;
import io.portage.kafka.StopOffsets;
import io.portage.model.Completion;
import io.portage.model.OffsetRanges;
import io.portage.model.encoding.CompletionCoder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PDone;
import org.jspecify.annotations.Nullable;

/**
 * Commits for the source's group the offset, per partition, below which every record has a durable
 * outcome.
 *
 * <p>Not guaranteed: that offsets are committed within a given time, or at all when the job is
 * cancelled less than two seconds after an outcome; that the group's offset stays where another
 * program puts it, when that lies below the frontier.
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
   * @param stops where the run stops, so that it fails unless every partition gets there; null for
   *     a run without an end
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

  /** With every partition that has a stop, so that one without any outcome is missed, too. */
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
}
