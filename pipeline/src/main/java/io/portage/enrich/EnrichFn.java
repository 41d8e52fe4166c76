package io.portage.enrich;

import io.portage.config.PortageConfig;
import io.portage.metrics.Ledger;
import io.portage.metrics.SharedTableLabels;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.RejectedChangeException;
import io.portage.model.Stage;
import io.portage.sink.TargetTablesFactory;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.util.Sleeper;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTag;
import org.jspecify.annotations.Nullable;

/** Enriches the changes of a batch and emits a dead letter for each change that fails. */
final class EnrichFn extends DoFn<ChangeBatch, ChangeBatch> {
  private static final long serialVersionUID = 1;

  static final TupleTag<ChangeBatch> ENRICHED = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  private final PortageConfig config;
  private final TargetTablesFactory factory;
  private final List<ReferenceSpec> specs;
  private final Duration patience;
  private final Clock clock;
  private final @Nullable PCollectionView<Iterable<ReferenceSnapshot>> view;
  private transient @Nullable TargetTables tables;
  private transient Enricher enricher;
  private transient SharedTableLabels labels;
  private transient ReferenceResolver references;

  EnrichFn(
      PortageConfig config,
      TargetTablesFactory factory,
      List<ReferenceSpec> specs,
      Duration patience,
      Clock clock,
      @Nullable PCollectionView<Iterable<ReferenceSnapshot>> view) {
    this.config = config;
    this.factory = factory;
    this.specs = specs;
    this.patience = patience;
    this.clock = clock;
    this.view = view;
  }

  @Setup
  public void setup() {
    tables = factory.open(config);
    labels = SharedTableLabels.of(config.name(), config.targetNames());
    enricher =
        new Enricher(
            config, tables, clock, () -> Ledger.counter(Stage.ENRICH, "nulStripped").inc());
    ReferenceLoader fallback =
        new ReferenceLoader(
            specs,
            ReferenceReader::readFromSource,
            clock,
            () -> Ledger.counter(Stage.ENRICH, "refreshFailed").inc());
    references = new ReferenceResolver(fallback, clock, patience, Sleeper.DEFAULT);
  }

  @ProcessElement
  public void enrich(ProcessContext context) throws InterruptedException {
    ChangeBatch batch = context.element();
    ReferenceSnapshot current =
        view == null ? ReferenceSnapshot.NONE : references.resolve(context.sideInput(view));
    LookupMissCounter misses = new LookupMissCounter();
    List<Change> enriched = new ArrayList<>(batch.changes().size());
    for (Change change : batch.changes()) {
      try {
        enriched.add(enricher.enrich(change, current, misses));
      } catch (RejectedChangeException e) {
        Ledger.ofTable(Stage.ENRICH, labels.of(change.table()), "dead").inc();
        context.output(DEAD, DeadLetter.ofChange(Stage.ENRICH, e.cause(), clock.millis(), change));
      }
    }
    if (misses.count() > 0) {
      Ledger.counter(Stage.ENRICH, "lookupMissed").inc(misses.count());
    }
    if (!enriched.isEmpty()) {
      context.output(new ChangeBatch(batch.shard(), enriched));
    }
  }

  @Teardown
  public void close() {
    if (tables != null) {
      tables.close();
      tables = null;
    }
  }
}
