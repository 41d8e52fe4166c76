package io.portage.direct;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Small transactions on a {@link SourceTable}, from several connections, until it is stopped. */
final class SourceLoad implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 30;

  private final SourceTable table;
  private final ExecutorService threads = Executors.newFixedThreadPool(SourceTable.WRITERS);
  private final List<Future<Long>> writers;
  private volatile boolean stopped;

  /** Starts the writers. */
  SourceLoad(SourceTable table) {
    this.table = table;
    this.writers =
        IntStream.rangeClosed(1, SourceTable.WRITERS)
            .mapToObj(writer -> threads.submit(() -> write(writer)))
            .toList();
  }

  /** Writes until it is stopped; returns the number of transactions. */
  private long write(int writer) throws SQLException {
    long number = 0;
    try (Connection connection = table.begin();
        Statement statement = connection.createStatement()) {
      for (; !stopped; number++) {
        SourceTable.change(connection, writer, number);
        statement.execute("SELECT pg_sleep(0.05)"); // stays open for a while after its writes
        SourceTable.changeShared(connection, number);
        connection.commit();
      }
    }
    return number;
  }

  /** Stops after each writer has committed; returns the number of transactions. */
  long stop() throws Exception {
    stopped = true;
    long transactions = 0;
    for (Future<Long> writer : writers) {
      transactions += writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    return transactions;
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
