package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.model.ChangeBatch;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.encoding.DeadLetterCoder;
import io.portage.sink.SinkProviders;
import io.portage.sink.TargetTablesFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Maps source columns to target columns, computes columns, and looks up reference data.
 *
 * <p>The reference data of a row is not stored: when a reference changes, rows already written keep
 * their values until their next change.
 */
public final class EnrichRows
    extends PTransform<PCollection<ChangeBatch>, StageOutput<ChangeBatch>> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final boolean bounded;
  private final TargetTablesFactory tables;

  private EnrichRows(PortageConfig config, boolean bounded, TargetTablesFactory tables) {
    this.config = config;
    this.bounded = bounded;
    this.tables = tables;
  }

  /**
   * Creates the stage.
   *
   * @param bounded true if the run ends by itself; the references are then read once
   */
  public static EnrichRows with(PortageConfig config, boolean bounded) {
    return new EnrichRows(config, bounded, job -> SinkProviders.of(job).tables(job));
  }

  static EnrichRows with(PortageConfig config, boolean bounded, TargetTablesFactory tables) {
    return new EnrichRows(config, bounded, tables);
  }

  @Override
  public StageOutput<ChangeBatch> expand(PCollection<ChangeBatch> input) {
    Clock clock = Clock.systemUTC();
    List<ReferenceSpec> specs = ReferenceSpec.of(config);
    PCollectionView<Iterable<ReferenceSnapshot>> view =
        specs.isEmpty()
            ? null
            : input.getPipeline().apply("References", new ReferenceView(specs, bounded, clock));
    ParDo.SingleOutput<ChangeBatch, ChangeBatch> rows =
        ParDo.of(new EnrichFn(config, tables, specs, patience(specs), clock, view));
    PCollectionTuple out =
        input.apply(
            "Rows",
            (view == null ? rows : rows.withSideInputs(view))
                .withOutputTags(EnrichFn.ENRICHED, TupleTagList.of(EnrichFn.DEAD)));
    return StageOutput.of(
        out.get(EnrichFn.ENRICHED).setCoder(ChangeBatchCoder.of()),
        out.get(EnrichFn.DEAD).setCoder(DeadLetterCoder.of()),
        null);
  }

  /** Returns the time without a new side input after which an unbounded run treats it as frozen. */
  private Duration patience(List<ReferenceSpec> specs) {
    if (bounded) {
      return Duration.ofDays(365_000);
    }
    Duration shortest =
        specs.stream().map(ReferenceSpec::refresh).min(Duration::compareTo).orElse(Duration.ZERO);
    return shortest.multipliedBy(3).plusMinutes(1);
  }
}
