package io.portage.upsert;

import io.portage.config.PortageConfig;
import io.portage.metrics.Ledger;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.Stage;
import io.portage.target.ConnectionPool;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import io.portage.target.JdbcTargetTables;
import io.portage.target.Retrying;
import java.util.Collection;
import javax.sql.DataSource;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.SerializableBiFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.TupleTag;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** Buffers a bundle's changes and flushes them when there are enough, and at the bundle's end. */
final class UpsertFn extends DoFn<ChangeBatch, Outcome> {
  private static final long serialVersionUID = 1;

  static final TupleTag<Outcome> DONE = new TupleTag<>() {};
  static final TupleTag<DeadLetter> DEAD = new TupleTag<>() {};

  private final PortageConfig config;
  private final SerializableBiFunction<Change, Change, Change> merge;
  private final Hooks hooks;
  private final Counter applied = Ledger.applied();
  private final Counter duplicate = Ledger.duplicate();
  private final Counter stale = Ledger.stale();
  private final Counter superseded = Ledger.superseded();
  private final Counter retries = Ledger.counter(Stage.UPSERT, "retries");

  private transient @Nullable ConnectionPool pool;
  private transient @Nullable BatchWriter writer;
  private transient @Nullable ChangeBuffer buffer;
  private transient @Nullable Instant newest;

  UpsertFn(
      PortageConfig config, SerializableBiFunction<Change, Change, Change> merge, Hooks hooks) {
    this.config = config;
    this.merge = merge;
    this.hooks = hooks;
  }

  @Setup
  public void setUp() {
    ConnectionPool shared = ConnectionPool.acquire(config.target().jdbc());
    pool = shared;
    DataSource source = hooks.wrap().apply(shared.dataSource());
    Dialect dialect = Dialects.of(config.target().jdbc().url());
    Retrying retrying = new Retrying(dialect, hooks.pause());
    Retrying.Listener listener = failure -> retries.inc();
    JdbcTargetTables tables = JdbcTargetTables.over(source, dialect, hooks.pause());
    Plans plans = new Plans(config, tables, source, dialect, retrying, listener);
    writer = new BatchWriter(source, dialect, plans, retrying, listener, hooks.clock());
  }

  @StartBundle
  public void startBundle() {
    buffer = new ChangeBuffer(config.target().batchRows(), merge::apply);
    newest = null;
  }

  @ProcessElement
  public void process(
      @Element ChangeBatch batch, @Timestamp Instant timestamp, MultiOutputReceiver out) {
    if (newest == null || timestamp.isAfter(newest)) {
      newest = timestamp;
    }
    for (Change change : batch.changes()) {
      if (buffer.isBarred(change)) {
        emit(flush(), out.get(DONE)::output, out.get(DEAD)::output);
      }
      buffer.add(change);
      if (buffer.isFull()) {
        emit(flush(), out.get(DONE)::output, out.get(DEAD)::output);
      }
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    if (!buffer.isEmpty()) {
      emit(
          flush(),
          done -> context.output(DONE, done, newest, GlobalWindow.INSTANCE),
          dead -> context.output(DEAD, dead, newest, GlobalWindow.INSTANCE));
    }
  }

  @Teardown
  public void tearDown() {
    if (pool != null) {
      pool.close();
    }
  }

  private Flushed flush() {
    Flushed flushed = new Flushed();
    for (Collection<Change> changes : buffer.drain()) {
      writer.write(changes, flushed);
    }
    applied.inc(flushed.tally().applied());
    duplicate.inc(flushed.tally().duplicate());
    stale.inc(flushed.tally().stale());
    superseded.inc(flushed.superseded());
    return flushed;
  }

  /** Only what is committed gets here. */
  private static void emit(
      Flushed flushed,
      java.util.function.Consumer<Outcome> done,
      java.util.function.Consumer<DeadLetter> dead) {
    Origins origins = flushed.done();
    if (!origins.isEmpty()) {
      done.accept(new Outcome(origins));
    }
    flushed.dead().forEach(dead);
  }
}
