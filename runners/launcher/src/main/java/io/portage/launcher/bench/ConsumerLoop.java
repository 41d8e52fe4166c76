package io.portage.launcher.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The baseline: a hand-written loop for this one table. Each thread reads its partitions, keeps the
 * newest change per key of a batch, writes the batch by one guarded statement, and commits the
 * offsets. Correct only without failures: it does not isolate poison rows, retry outages, or keep
 * dead letters, and it supports no other table.
 */
public final class ConsumerLoop implements Callable<Void> {
  static final String URL = "BENCH_JDBC_URL";
  static final String USER = "BENCH_JDBC_USER";
  static final String PASSWORD = "BENCH_JDBC_PASSWORD";

  private static final int MOST_KEYS = 10_000;
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Map<String, Object> kafka;
  private final List<TopicPartition> partitions;
  private final String table;
  private final Map<Long, BenchUser> batch = new HashMap<>();

  private ConsumerLoop(
      String bootstrapServers, String group, List<TopicPartition> partitions, String table) {
    this.kafka =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ConsumerConfig.GROUP_ID_CONFIG,
            group,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5_000,
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1);
    this.partitions = partitions;
    this.table = table;
  }

  /**
   * Runs until the process is ended.
   *
   * @param args the brokers, the topic, its number of partitions, the group, the table, and the
   *     number of threads
   */
  public static void main(String[] args) throws InterruptedException, ExecutionException {
    int partitions = Integer.parseInt(args[2]);
    int threads = Math.min(partitions, Integer.parseInt(args[5]));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    ExecutorCompletionService<Void> loops = new ExecutorCompletionService<>(pool);
    for (int i = 0; i < threads; i++) {
      int thread = i;
      List<TopicPartition> own =
          IntStream.range(0, partitions)
              .filter(partition -> partition % threads == thread)
              .mapToObj(partition -> new TopicPartition(args[1], partition))
              .toList();
      loops.submit(new ConsumerLoop(args[0], args[3], own, args[4]));
    }
    try {
      loops.take().get(); // a loop ends only by a failure
    } finally {
      pool.shutdownNow();
    }
  }

  @Override
  public Void call() throws SQLException, IOException {
    try (Connection connection =
            DriverManager.getConnection(
                System.getenv(URL), System.getenv(USER), System.getenv(PASSWORD));
        UserUpsert upsert = new UserUpsert(connection, table);
        KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      long flushed = System.nanoTime();
      boolean read = false;
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<byte[], byte[]> each : consumer.poll(POLL)) {
          read = true;
          add(UserParser.parse(each.value()));
        }
        long now = System.nanoTime();
        if (batch.size() >= MOST_KEYS || now - flushed >= LONGEST.toNanos()) {
          flushed = now;
          if (!batch.isEmpty()) {
            upsert.write(batch.values());
            batch.clear();
          }
          if (read) {
            consumer.commitSync();
            read = false;
          }
        }
      }
      return null;
    }
  }

  private void add(@org.jspecify.annotations.Nullable BenchUser user) {
    if (user != null) {
      batch.merge(user.id(), user, (old, next) -> next.time() >= old.time() ? next : old);
    }
  }
}
