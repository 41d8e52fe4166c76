package io.portage.direct;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Inserts, updates, deletes and key changes of random rows of a {@link SourceTable}, in
 * transactions of several changes, some of which stay open or are rolled back; and columns that are
 * added meanwhile.
 */
final class CapturedLoad implements AutoCloseable {
  /** A row that the load does not touch. */
  static final long UNTOUCHED = 77;

  private static final int WRITERS = 2;
  private static final long FIRST_KEY = 10_000;
  private static final int SPAN = 100;
  private static final Duration HOLD_EVERY = Duration.ofSeconds(2);

  private final SourceTable source;
  private final int rate;
  private final int keys;
  private final Duration untilAltered;
  private final int mostColumns;
  private final long started = System.nanoTime();
  private final AtomicLong events = new AtomicLong();
  private final AtomicLong deletes = new AtomicLong();
  private final AtomicLong keyChanges = new AtomicLong();
  private final AtomicInteger columns = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<Future<?>> writers = new ArrayList<>();
  private volatile boolean stopped;

  /** The changes of one transaction, which count when it is committed. */
  private record Changes(long all, long deletes, long keyChanges) {}

  /**
   * Starts the writers.
   *
   * @param rate the changes per second of all writers; fewer if the machine is slower
   * @param untilAltered the time before the first column is added, and between two of them
   * @param mostColumns the number of columns that are added
   */
  CapturedLoad(SourceTable source, int rate, Duration untilAltered, int mostColumns) {
    this.source = source;
    this.rate = rate;
    this.keys = Math.max(5_000, rate * 20);
    this.untilAltered = untilAltered;
    this.mostColumns = mostColumns;
    for (int i = 0; i < WRITERS; i++) {
      boolean alters = i == 0;
      Random random = new Random(i);
      writers.add(threads.submit(() -> write(random, alters)));
    }
  }

  /** Returns the number of rows that committed transactions have changed. */
  long events() {
    return events.get();
  }

  long deletes() {
    return deletes.get();
  }

  long keyChanges() {
    return keyChanges.get();
  }

  /** Returns the number of columns that were added. */
  int columns() {
    return columns.get();
  }

  /** Returns the number of changes per second so far. */
  long reachedRate() {
    return Math.round(events.get() / seconds());
  }

  private double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  private Void write(Random random, boolean alters) throws SQLException {
    try (Connection connection = source.begin();
        Statement statement = connection.createStatement()) {
      long held = System.nanoTime();
      while (!stopped) {
        Changes changes = change(statement, random);
        if (System.nanoTime() - held > HOLD_EVERY.toNanos()) {
          statement.execute("SELECT pg_sleep(0.2)"); // open for long after its writes
          held = System.nanoTime();
        }
        if (random.nextInt(30) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          events.addAndGet(changes.all());
          deletes.addAndGet(changes.deletes());
          keyChanges.addAndGet(changes.keyChanges());
        }
        if (alters
            && columns.get() < mostColumns
            && seconds() > untilAltered.toMillis() / 1e3 * (columns.get() + 1)) {
          alter(connection, statement);
        }
        double ahead = events.get() / (double) rate - seconds();
        if (ahead > 0) {
          statement.execute("SELECT pg_sleep(" + Math.min(ahead, 0.5) + ")");
          connection.commit();
        }
      }
    }
    return null;
  }

  /** Adds a column, in turns with a default and without. */
  private void alter(Connection connection, Statement statement) throws SQLException {
    int number = columns.get();
    statement.execute(
        "ALTER TABLE items ADD COLUMN added"
            + number
            + (number % 2 == 0 ? " integer NOT NULL DEFAULT 5" : " integer"));
    connection.commit();
    columns.incrementAndGet();
  }

  /** Changes rows in the order of their keys, so that the writers do not deadlock. */
  private Changes change(Statement statement, Random random) throws SQLException {
    long first = FIRST_KEY + random.nextInt(keys);
    long end = first + 1 + random.nextInt(SPAN);
    List<Integer> kinds = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    for (long id = first; id < end; id += 1 + random.nextInt(5)) {
      int kind = random.nextInt(6);
      kinds.add(kind);
      sql.append(sql(kind, id, random)).append(';');
    }
    statement.execute(sql.toString());
    long all = 0;
    long deleted = 0;
    long moved = 0;
    for (int kind : kinds) {
      int rows = statement.getUpdateCount();
      all += rows;
      deleted += kind == 0 || kind == 2 ? rows : 0;
      moved += kind == 1 ? rows : 0;
      statement.getMoreResults();
    }
    return new Changes(all, deleted, moved);
  }

  private String sql(int kind, long id, Random random) {
    return switch (kind) {
      case 0 -> "DELETE FROM items WHERE id = " + id;
      case 1 ->
          "UPDATE items SET id = -id WHERE id = "
              + id
              + " AND NOT EXISTS (SELECT FROM items WHERE id = "
              + -id
              + ")";
      case 2 -> "DELETE FROM items WHERE id = " + -id;
      default -> upsert(id, random);
    };
  }

  private String upsert(long id, Random random) {
    StringBuilder update = new StringBuilder();
    for (int i = 0; i < columns.get(); i++) {
      if (random.nextBoolean()) {
        update.append(", added").append(i).append(" = ").append(random.nextInt(100));
      }
    }
    return "INSERT INTO items VALUES ("
        + id
        + ", 'n"
        + random.nextInt(3)
        + "', "
        + random.nextInt(3)
        + ", random(), clock_timestamp())"
        + " ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, amount = EXCLUDED.amount,"
        + " at = EXCLUDED.at"
        + update;
  }

  /** Stops after each writer has ended its transaction. */
  @Override
  public void close() throws Exception {
    stopped = true;
    for (Future<?> writer : writers) {
      writer.get();
    }
    threads.shutdown();
  }
}
