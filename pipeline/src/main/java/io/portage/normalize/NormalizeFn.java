package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.metrics.Ledger;
import io.portage.metrics.SharedTableLabels;
import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.Chunk;
import io.portage.model.Completion;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Reason;
import io.portage.model.Stage;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Format;
import io.portage.model.event.IgnoreReason;
import io.portage.sink.TargetTablesFactory;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Passes the events of a chunk to a {@link Normalizer}, counts and routes the results. */
final class NormalizeFn extends DoFn<Chunk<DecodedRecord>, Chunk<Change>> {
  private static final long serialVersionUID = 1;

  private final PortageConfig config;
  private final Format format;
  private final TargetTablesFactory factory;
  private final RunStart start;
  private final Clock clock;
  private final TupleTag<DeadLetter> dead;
  private final TupleTag<Completion> done;

  private transient @Nullable TargetTables tables;
  private transient @Nullable Normalizer normalizer;
  private transient UnroutedTables unrouted = new UnroutedTables();
  private transient @Nullable DriftReport drift;
  private transient SharedTableLabels labels;
  private transient @Nullable LogRestartReport logs;
  private transient long nulStripped;

  NormalizeFn(
      PortageConfig config,
      Format format,
      TargetTablesFactory factory,
      RunStart start,
      Clock clock,
      TupleTag<DeadLetter> dead,
      TupleTag<Completion> done) {
    this.config = config;
    this.format = format;
    this.factory = factory;
    this.start = start;
    this.clock = clock;
    this.dead = dead;
    this.done = done;
  }

  /** Opens the target's catalog and compiles the filters. */
  @Setup
  public void setup() {
    TargetTables opened = factory.open(config);
    tables = opened;
    unrouted = new UnroutedTables();
    labels = SharedTableLabels.of(config.name(), config.targetNames());
    drift = new DriftReport(labels, clock);
    logs = new LogRestartReport(labels, clock);
    normalizer =
        new Normalizer(config, format, opened, clock, () -> nulStripped++, start.detector());
  }

  /** Normalizes the events of a chunk. */
  @ProcessElement
  public void process(ProcessContext context) {
    if (normalizer == null || drift == null || logs == null) {
      throw new IllegalStateException("setup was not called");
    }
    Chunk<DecodedRecord> chunk = context.element();
    unrouted.begin();
    drift.begin();
    logs.begin();
    nulStripped = 0;
    OutcomeRouter router = new OutcomeRouter(context, chunk.items().size());
    for (DecodedRecord event : chunk.items()) {
      normalizer.normalize(event, router);
    }
    router.count();
    drift.publish();
    logs.publish();
    Chunk<Change> changes = Chunk.ofNullable(router.changes, chunk.atEnd());
    if (changes != null) {
      context.output(changes);
    }
  }

  /** Closes the connection to the target. */
  @Teardown
  public void teardown() {
    if (tables != null) {
      tables.close();
      tables = null;
    }
  }

  /** Collects the results of one chunk; dead letters are emitted immediately. */
  private final class OutcomeRouter implements NormalizerOutput {
    private final ProcessContext context;
    private final List<Change> changes;
    private final List<OffsetRange> ignored = new ArrayList<>();
    private final Map<IgnoreReason, Long> ignoredCounts = new EnumMap<>(IgnoreReason.class);
    private final Map<String, Long> deadByTable = new HashMap<>();
    private long splits;

    private OutcomeRouter(ProcessContext context, int events) {
      this.context = context;
      this.changes = new ArrayList<>(events);
    }

    private void count() {
      if (!ignored.isEmpty()) {
        context.output(done, new Completion(OffsetRanges.of(ignored)));
      }
      if (splits > 0) {
        Ledger.split().inc(splits);
      }
      if (nulStripped > 0) {
        Ledger.counter(Stage.NORMALIZE, "nulStripped").inc(nulStripped);
      }
      unrouted.publish();
      deadByTable.forEach(
          (table, count) -> Ledger.ofTable(Stage.NORMALIZE, labels.of(table), "dead").inc(count));
      ignoredCounts.forEach((kind, count) -> Ledger.ignored(kind).inc(count));
    }

    @Override
    public void split() {
      splits++;
    }

    @Override
    public void change(Change change) {
      changes.add(change);
    }

    @Override
    public void ignored(DecodedRecord event, ChangePart changePart, IgnoreReason kind) {
      ignored.add(event.record().range(changePart));
      ignoredCounts.merge(kind, 1L, Long::sum);
    }

    @Override
    public void deadOf(String table) {
      deadByTable.merge(table, 1L, Long::sum);
    }

    @Override
    public void unrouted(String table) {
      unrouted.add(table);
    }

    @Override
    public void drift(String table, DriftKind kind, List<String> columns) {
      if (drift != null) {
        drift.add(table, kind, columns);
      }
    }

    @Override
    public void suspected(String table, DecodedRecord event, String suspicion) {
      if (logs != null) {
        logs.suspected(table, event, suspicion);
      }
    }

    @Override
    public void dead(DecodedRecord event, ChangePart changePart, FailureCause cause) {
      if (cause.reason() == Reason.LOG_RESTARTED && logs != null) {
        logs.restarted(event, cause.message());
      }
      context.output(
          dead,
          DeadLetter.ofRecord(Stage.NORMALIZE, cause, clock.millis(), event.record(), changePart));
    }
  }
}
