package io.portage.verify;

import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.verify.VerifyProgress.Phase;
import io.portage.verify.compare.TargetRow;
import io.portage.verify.compare.UndecidableException;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.rows.ChunkSize;
import io.portage.verify.rows.RateLimit;
import io.portage.verify.rows.TableRows;
import io.portage.verify.rows.TableRows.RowChunk;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Walks both sides of one table in chunks, and collects the keys that differ. While a chunk is
 * compared, the next one is read by another thread. Not thread-safe.
 */
final class TableWalk {
  private static final long SAVE_NANOS = Duration.ofSeconds(1).toNanos();

  private final VerifyContext context;
  private final Sessions sessions;
  private final TablePair pair;
  private final Findings findings;
  private final SecondLooks looks;
  private final ExecutorService reader;
  private final WalkState state;
  private final @Nullable StateFile file;
  private final RateLimit rate;
  private long savedNanos;

  TableWalk(
      VerifyContext context,
      Sessions sessions,
      TablePair pair,
      Findings findings,
      SecondLooks looks,
      ExecutorService reader,
      WalkState state,
      @Nullable StateFile file) {
    this.context = context;
    this.sessions = sessions;
    this.pair = pair;
    this.findings = findings;
    this.looks = looks;
    this.reader = reader;
    this.state = state;
    this.file = file;
    this.rate =
        new RateLimit(context.settings().maxRowsPerSecond(), context.nanos(), context.sleeper());
  }

  /**
   * A chunk that was read.
   *
   * @param after the key of the last row, from which the next chunk follows; null if there is none
   * @param last true if no rows follow
   * @param read the number of its rows
   * @param nanos the time that reading took
   */
  private record Chunk<T>(
      List<T> items, @Nullable List<Object> after, boolean last, int read, long nanos) {}

  /** Reads one chunk after a key. */
  @FunctionalInterface
  private interface ChunkReader<T> {
    Chunk<T> read(@Nullable List<Object> after, int limit) throws SQLException;
  }

  /** Compares one chunk. */
  @FunctionalInterface
  private interface ChunkComparer<T> {
    void compare(List<T> items) throws SQLException;
  }

  /** Walks the source from where the state is, then the target. */
  void run() throws SQLException, InterruptedException {
    while (state.step() < pair.sources().size()) {
      source(pair.sources().get(state.step()));
      state.nextStep();
    }
    if (state.step() == pair.sources().size()) {
      target();
      state.nextStep();
    }
    findings.addNullKeys(pair, sessions.targetWalk(), context.clock().instant());
  }

  private void source(SourceSide source) throws SQLException, InterruptedException {
    RowExpectation expectation =
        new RowExpectation(context.config(), context.tables(), context.clock());
    Connection connection = sessions.sourceWalk();
    long estimate = source.walk().estimate(connection);
    walk(
        (after, limit) -> {
          long began = context.nanos().getAsLong();
          RowChunk rows = source.walk().after(connection, after, limit);
          List<ExpectedRow> expected = new ArrayList<>(rows.rows().size());
          for (Row row : rows.rows()) {
            addExpected(source, expectation, row, expected);
          }
          return chunk(source.walk(), rows, expected, began);
        },
        this::compareSource,
        Phase.SOURCE,
        estimate);
    source
        .walk()
        .withNullKey(
            connection,
            row -> {
              List<ExpectedRow> expected = new ArrayList<>(1);
              addExpected(source, expectation, row, expected);
              compareSource(expected);
              return true;
            });
  }

  private static void addExpected(
      SourceSide source, RowExpectation expectation, Row row, List<ExpectedRow> expected) {
    ExpectedRow made = expectation.of(source.config(), source.names(), row);
    if (made.key() != null) {
      expected.add(made);
    } else if (made.rejected() != null) {
      Row key = SourceSide.keyOf(source.walk(), row);
      expected.add(new ExpectedRow(key, Row.empty(), made.rejected()));
    }
  }

  private void target() throws SQLException, InterruptedException {
    Connection connection = sessions.targetWalk();
    TableRows rows = pair.target().keysOnly();
    RowExpectation expectation =
        new RowExpectation(context.config(), context.tables(), context.clock());
    walk(
        (after, limit) -> {
          long began = context.nanos().getAsLong();
          RowChunk read = rows.after(connection, after, limit);
          List<Row> alive = new ArrayList<>(read.rows().size());
          for (Row row : read.rows()) {
            Row key = pair.target().aliveKey(row);
            if (key != null) {
              alive.add(key);
            }
          }
          return chunk(rows, read, alive, began);
        },
        keys -> compareTarget(keys, expectation),
        Phase.TARGET,
        rows.estimate(connection));
  }

  private <T> Chunk<T> chunk(TableRows rows, RowChunk chunk, List<T> items, long began) {
    List<Row> read = chunk.rows();
    return new Chunk<>(
        items,
        read.isEmpty() ? null : rows.keyOf(read.get(read.size() - 1)),
        chunk.last(),
        read.size(),
        context.nanos().getAsLong() - began);
  }

  private <T> void walk(
      ChunkReader<T> chunks, ChunkComparer<T> comparer, Phase phase, long estimate)
      throws SQLException, InterruptedException {
    ChunkSize size = new ChunkSize(context.settings().chunkTime());
    List<Object> after = state.after();
    long done = state.done();
    Future<Chunk<T>> next = submit(chunks, after, size.rows());
    while (true) {
      Chunk<T> chunk = get(next);
      size.measured(chunk.read(), chunk.nanos());
      boolean last = chunk.last() || chunk.after() == null;
      if (!last) {
        next = submit(chunks, chunk.after(), size.rows());
      }
      comparer.compare(chunk.items());
      done += chunk.read();
      state.advanced(chunk.after() == null ? after : chunk.after(), done, phase == Phase.SOURCE);
      after = chunk.after();
      context.progress().advanced(pair.name(), phase, done, estimate);
      if (findings.isFull()) {
        looks.run(false);
      }
      save();
      if (last) {
        return;
      }
      rate.read(chunk.read());
    }
  }

  /** Saves the progress, at most once a second. */
  private void save() {
    long now = context.nanos().getAsLong();
    if (file != null && now - savedNanos >= SAVE_NANOS) {
      file.save(pair, state, findings);
      savedNanos = now;
    }
  }

  private <T> Future<Chunk<T>> submit(
      ChunkReader<T> chunks, @Nullable List<Object> after, int limit) {
    return reader.submit(() -> chunks.read(after, limit));
  }

  private static <T> T get(Future<T> future) throws SQLException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void compareSource(List<ExpectedRow> chunk) throws SQLException {
    List<ExpectedRow> wanted = new ArrayList<>(chunk.size());
    List<Row> keys = new ArrayList<>(chunk.size());
    Instant now = context.clock().instant();
    for (ExpectedRow expected : chunk) {
      Row key = expected.key();
      if (key == null || !isSampled(key)) {
        continue;
      }
      if (expected.row() != null && expected.row().size() == 0) {
        findings.add(withoutKey(key, String.valueOf(expected.rejected()), now));
      } else {
        wanted.add(expected);
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      return;
    }
    Map<RowKey, List<TargetRow>> found = pair.target().find(sessions.targetWalk(), keys);
    for (int i = 0; i < keys.size(); i++) {
      List<TargetRow> rows = found.getOrDefault(pair.identity(keys.get(i)), List.of());
      Row row = wanted.get(i).row();
      boolean equal =
          rows.size() == 1
              && row != null
              && !rows.get(0).deleted()
              && pair.target().differing(row, rows.get(0)).isEmpty();
      // A row that the filter excludes is looked for in the target's walk.
      if (!equal && (row != null || wanted.get(i).rejected() != null)) {
        findings.suspect(new Suspect(keys.get(i), now));
      }
    }
  }

  private Finding withoutKey(Row key, String rejected, Instant now) {
    return new Finding(
        pair.name(),
        pair.from(),
        key,
        DifferenceKind.MISSING,
        List.of(),
        "the job would reject the row: " + rejected,
        null,
        null,
        now,
        now,
        Map.of());
  }

  private void compareTarget(List<Row> alive, RowExpectation expectation) throws SQLException {
    Set<RowKey> found = new HashSet<>(alive.size() * 2);
    Instant now = context.clock().instant();
    List<Row> keys = alive.stream().filter(this::isSampled).toList();
    for (SourceSide source : pair.sources()) {
      List<List<Object>> values = new ArrayList<>(keys.size());
      List<Row> notFound = new ArrayList<>();
      for (Row key : keys) {
        try {
          List<Object> inSource = found.contains(pair.identity(key)) ? null : source.sourceKey(key);
          if (inSource != null) {
            values.add(inSource);
          }
        } catch (UndecidableException undecidable) {
          notFound.add(key); // the second look says why
        }
      }
      addFound(source, values, expectation, found);
      notFound.forEach(key -> findings.suspect(new Suspect(key, now)));
    }
    for (Row key : keys) {
      if (!found.contains(pair.identity(key))) {
        findings.suspect(new Suspect(key, now));
      }
    }
  }

  /** Adds the keys that the source has, without the rows that the filter excludes. */
  private void addFound(
      SourceSide source, List<List<Object>> values, RowExpectation expectation, Set<RowKey> found)
      throws SQLException {
    boolean filtered = source.config().where() != null;
    TableRows rows = filtered ? source.byKey() : source.keysOnly();
    rows.visitByKeys(
        sessions.sourceWalk(),
        values,
        row -> {
          Row key = filtered ? keyOfPassed(source, expectation, row) : source.targetKey(row);
          if (key != null) {
            found.add(pair.identity(key));
          }
          return true;
        });
  }

  private static @Nullable Row keyOfPassed(SourceSide source, RowExpectation expectation, Row row) {
    ExpectedRow expected = expectation.of(source.config(), source.names(), row);
    return expected.row() == null && expected.rejected() == null ? null : expected.key();
  }

  private boolean isSampled(Row key) {
    return context.settings().isSampled(pair.identity(key));
  }
}
