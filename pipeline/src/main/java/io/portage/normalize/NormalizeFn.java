package io.portage.normalize;

import io.portage.config.PortageConfig;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangeEvent;
import io.portage.model.DeadLetter;
import io.portage.model.DeadLetter.Cause;
import io.portage.model.Format;
import io.portage.model.Half;
import io.portage.model.Ignored;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.Stage;
import io.portage.target.TargetTables;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Hands events to a {@link Normalizer}, counts, and routes what it says. */
final class NormalizeFn extends DoFn<ChangeEvent, Change> {
  private static final long serialVersionUID = 1;

  /** Ignored stretches are handed out before the end of a bundle when there are so many. */
  private static final int MAX_IGNORED = 10_000;

  private final PortageConfig config;
  private final Format format;
  private final TablesFactory factory;
  private final Clock clock;
  private final TupleTag<DeadLetter> dead;
  private final TupleTag<Outcome> done;

  private transient @Nullable TargetTables tables;
  private transient @Nullable Normalizer normalizer;
  private transient List<Interval> ignored = new ArrayList<>();
  private transient Map<Ignored, Long> ignoredCounts = new EnumMap<>(Ignored.class);
  private transient @Nullable UnroutedTables unrouted;
  private transient long splits;
  private transient long nulStripped;
  private transient Instant lastIgnored = BoundedWindow.TIMESTAMP_MIN_VALUE;

  NormalizeFn(
      PortageConfig config,
      Format format,
      TablesFactory factory,
      Clock clock,
      TupleTag<DeadLetter> dead,
      TupleTag<Outcome> done) {
    this.config = config;
    this.format = format;
    this.factory = factory;
    this.clock = clock;
    this.dead = dead;
    this.done = done;
  }

  /** Opens the target's metadata and compiles the filters. */
  @Setup
  public void setup() {
    TargetTables opened = factory.open(config.target());
    tables = opened;
    unrouted = new UnroutedTables();
    normalizer = new Normalizer(config, format, opened, clock, () -> nulStripped++);
  }

  /** Begins with nothing counted: what a failed bundle left behind comes again. */
  @StartBundle
  public void startBundle() {
    ignored = new ArrayList<>();
    ignoredCounts = new EnumMap<>(Ignored.class);
    unrouted().begin();
    splits = 0;
    nulStripped = 0;
    lastIgnored = BoundedWindow.TIMESTAMP_MIN_VALUE;
  }

  /** Normalizes one event. */
  @ProcessElement
  public void process(ProcessContext context) {
    if (normalizer == null) {
      throw new IllegalStateException("not set up");
    }
    normalizer.normalize(context.element(), new Router(context));
    if (ignored.size() >= MAX_IGNORED) {
      context.output(done, outcome());
    }
  }

  /** Hands out and counts what the bundle gathered. */
  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!ignored.isEmpty()) {
      context.output(done, outcome(), lastIgnored, GlobalWindow.INSTANCE);
    }
    if (splits > 0) {
      Ledger.split().inc(splits);
    }
    if (nulStripped > 0) {
      Ledger.counter(Stage.NORMALIZE, "nulStripped").inc(nulStripped);
    }
    unrouted().publish();
    ignoredCounts.forEach((kind, count) -> Ledger.ignored(kind).inc(count));
  }

  /** Lets go of the connection. */
  @Teardown
  public void teardown() {
    if (tables != null) {
      tables.close();
      tables = null;
    }
  }

  private UnroutedTables unrouted() {
    if (unrouted == null) {
      throw new IllegalStateException("not set up");
    }
    return unrouted;
  }

  private Outcome outcome() {
    Outcome outcome = new Outcome(Origins.of(ignored));
    ignored = new ArrayList<>();
    return outcome;
  }

  /** Routes the outcomes of one element. */
  private final class Router implements NormalizerOutput {
    private final ProcessContext context;

    private Router(ProcessContext context) {
      this.context = context;
    }

    @Override
    public void split() {
      splits++;
    }

    @Override
    public void change(Change change) {
      context.output(change);
    }

    @Override
    public void ignored(ChangeEvent event, Half half, Ignored kind) {
      ignored.add(event.raw().interval(half));
      ignoredCounts.merge(kind, 1L, Long::sum);
      lastIgnored = context.timestamp();
    }

    @Override
    public void unrouted(String table) {
      NormalizeFn.this.unrouted().add(table);
    }

    @Override
    public void dead(ChangeEvent event, Half half, Cause cause) {
      context.output(
          dead, DeadLetter.ofRecord(Stage.NORMALIZE, cause, clock.millis(), event.raw(), half));
    }
  }
}
