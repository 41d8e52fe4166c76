package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.model.Change;
import io.portage.model.Chunk;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.StageOutput;
import io.portage.model.encoding.ChangeCoder;
import io.portage.model.encoding.ChunkCoder;
import io.portage.model.encoding.CompletionCoder;
import io.portage.model.encoding.DeadLetterCoder;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.sink.SinkProviders;
import io.portage.sink.TargetTablesFactory;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Normalizes change events to changes: table, operation, key, version, and values fitted to the
 * target's columns.
 *
 * <p>Not guaranteed: any order, and that the database accepts the row; its constraints are not
 * checked here.
 */
public final class NormalizeChanges
    extends PTransform<PCollection<Chunk<DecodedRecord>>, StageOutput<Chunk<Change>>> {
  private static final long serialVersionUID = 1;
  private static final TupleTag<Chunk<Change>> CHANGES = new TupleTag<>("changes") {};
  private static final TupleTag<DeadLetter> DEAD = new TupleTag<>("dead") {};
  private static final TupleTag<Completion> DONE = new TupleTag<>("done") {};

  private final PortageConfig config;
  private final Format format;
  private final TargetTablesFactory tables;
  private final RunStart start;
  private final Clock clock;

  private NormalizeChanges(
      PortageConfig config,
      Format format,
      TargetTablesFactory tables,
      RunStart start,
      Clock clock) {
    this.config = Objects.requireNonNull(config, "config");
    this.format = format;
    this.tables = tables;
    this.start = start;
    this.clock = clock;
  }

  /**
   * Returns the stage of this job, with the target's own catalog.
   *
   * @param format the source's format, which decodes keys
   */
  public static NormalizeChanges of(PortageConfig config, Format format) {
    return of(config, format, List.of());
  }

  /**
   * Returns the stage of this job, with the target's own catalog.
   *
   * @param format the source's format, which decodes keys
   * @param before the places of records that precede the run, as far as they are known
   */
  public static NormalizeChanges of(PortageConfig config, Format format, List<LogPlace> before) {
    return new NormalizeChanges(
        config,
        format,
        job -> SinkProviders.of(job).tables(job),
        RunStart.after(before),
        Clock.systemUTC());
  }

  /** Returns the stage with another catalog and another clock, which must be serializable. */
  static NormalizeChanges of(
      PortageConfig config, Format format, TargetTablesFactory tables, Clock clock) {
    return new NormalizeChanges(config, format, tables, RunStart.after(List.of()), clock);
  }

  @Override
  public StageOutput<Chunk<Change>> expand(PCollection<Chunk<DecodedRecord>> events) {
    PCollectionTuple out =
        events.apply(
            "Fit",
            ParDo.of(new NormalizeFn(config, format, tables, start, clock, DEAD, DONE))
                .withOutputTags(CHANGES, TupleTagList.of(DEAD).and(DONE)));
    return StageOutput.of(
        out.get(CHANGES).setCoder(ChunkCoder.of(ChangeCoder.of())),
        out.get(DEAD).setCoder(DeadLetterCoder.of()),
        out.get(DONE).setCoder(CompletionCoder.of()));
  }
}
