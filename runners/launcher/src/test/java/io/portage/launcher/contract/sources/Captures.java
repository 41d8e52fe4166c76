package io.portage.launcher.contract.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.sandbox.Sandbox;
import io.portage.sandbox.connect.ConnectWorker;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;

/**
 * The workload, captured by several connectors in one worker at the same time. It ends when each
 * connector has written its last event.
 */
final class Captures {
  private static final int WRITERS = 2;
  private static final int MAX_TRANSACTIONS = 200;
  private static final double PAUSE_SECONDS = 0.1;
  private static final int PATIENCE_SECONDS = 240;

  private final Sandbox sandbox;
  private final List<Capture> captures;
  private final Set<ShopSource> sources = new LinkedHashSet<>();

  private Captures(Sandbox sandbox, List<Capture> captures) {
    this.sandbox = sandbox;
    this.captures = captures;
    captures.forEach(capture -> sources.add(capture.source()));
  }

  /** Runs the workload on the sources of these connectors. */
  static void run(Sandbox sandbox, Path folder, List<Capture> captures, Map<String, String> servers)
      throws Exception {
    new Captures(sandbox, captures).run(folder, SourcesPage.read(), servers);
  }

  private void run(Path folder, SourcesPage page, Map<String, String> servers) throws Exception {
    List<Connection> open = new ArrayList<>();
    try (ConnectWorker worker = ConnectWorker.start(sandbox.bootstrapServers(), folder);
        CapturedTopics topics = new CapturedTopics(sandbox.bootstrapServers())) {
      for (ShopSource source : sources) {
        source.create();
      }
      for (Capture capture : captures) {
        capture.source().prepare(capture);
      }
      for (ShopSource source : sources) {
        transaction(source, ShopWriter.beforeSnapshot());
        Connection transaction = source.connect();
        open.add(transaction);
        transaction.setAutoCommit(false);
        ShopWriter.execute(transaction, ShopWriter.open());
      }
      captures.forEach(capture -> worker.submit(capture.name(), capture.properties(page, servers)));
      await(worker, () -> captures.stream().allMatch(capture -> hasSnapshot(topics, capture)));
      for (ShopSource source : sources) {
        assertThat(number(source, source.openTransactions()))
            .as("transactions of %s that were open during its snapshots", source.name())
            .isEqualTo(1);
      }
      for (Connection transaction : open) {
        transaction.commit();
      }
      changeDuringIncrementalSnapshot(worker);
      for (ShopSource source : sources) {
        transaction(source, List.of("INSERT INTO marker VALUES (1)"));
      }
      ShopTable marker = ShopTable.ALL.get(ShopTable.ALL.size() - 1);
      await(worker, () -> captures.stream().allMatch(one -> topics.size(one.topic(marker)) > 0));
      worker.stop();
    } finally {
      for (Connection transaction : open) {
        transaction.close();
      }
    }
    for (ShopSource source : sources) {
      source.drop(captures.stream().filter(one -> one.source() == source).toList());
    }
  }

  private void await(ConnectWorker worker, Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .pollInterval(Duration.ofMillis(200))
        .failFast(
            "a connector has failed",
            () -> captures.forEach(capture -> worker.runs(capture.name())))
        .until(condition);
  }

  private static boolean hasSnapshot(CapturedTopics topics, Capture capture) {
    return ShopTable.ALL.stream()
        .filter(table -> !table.name().equals("marker"))
        .allMatch(table -> topics.size(capture.topic(table)) >= ShopWriter.INITIAL - 1);
  }

  /**
   * Changes the tables until an incremental snapshot has ended that began after the first changes.
   */
  private void changeDuringIncrementalSnapshot(ConnectWorker worker) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      List<Future<Integer>> writers = new ArrayList<>();
      for (ShopSource source : sources) {
        for (int i = 1; i <= WRITERS; i++) {
          int writer = i;
          writers.add(threads.submit(() -> write(source, writer, stop)));
        }
      }
      for (ShopSource source : sources) {
        transaction(
            source,
            List.of(
                source.pause(1),
                "INSERT INTO debezium_signal VALUES ('again', 'execute-snapshot',"
                    + " '{\"type\": \"incremental\","
                    + " \"data-collections\": [\"shop.customers\", \"shop.documents\"]}')"));
        transaction(source, List.of("TRUNCATE TABLE carts"));
        transaction(source, ShopWriter.refill());
      }
      await(worker, () -> sources.stream().allMatch(this::hasIncrementalSnapshots));
      stop.set(true);
      for (Future<Integer> writer : writers) {
        assertThat(writer.get(PATIENCE_SECONDS, TimeUnit.SECONDS)).isPositive();
      }
    } finally {
      stop.set(true);
      threads.shutdown();
    }
  }

  private static int write(ShopSource source, int writer, AtomicBoolean stop) throws SQLException {
    int number = 0;
    try (Connection connection = source.connect()) {
      for (; number < MAX_TRANSACTIONS && !stop.get(); number++) {
        ShopWriter.transaction(connection, ShopWriter.changes(writer, number));
        ShopWriter.transaction(connection, List.of(source.pause(PAUSE_SECONDS)));
      }
    }
    return number;
  }

  /** Each connector closes a window per table. */
  private boolean hasIncrementalSnapshots(ShopSource source) {
    long connectors = captures.stream().filter(capture -> capture.source() == source).count();
    String closed = "SELECT count(*) FROM debezium_signal WHERE type = 'snapshot-window-close'";
    return number(source, closed) >= 2 * connectors;
  }

  private static long number(ShopSource source, String query) {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void transaction(ShopSource source, List<String> statements) throws SQLException {
    try (Connection connection = source.connect()) {
      ShopWriter.transaction(connection, statements);
    }
  }
}
