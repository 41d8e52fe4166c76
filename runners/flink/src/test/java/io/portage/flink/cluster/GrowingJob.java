package io.portage.flink.cluster;

import io.portage.flink.FlinkEngine;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.CommittedOffsets;
import io.portage.launcher.publish.EventFile.Event;
import io.portage.launcher.publish.EventPublisher;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Orders, whose topic has one partition at first, and customers, whose topic does not exist at
 * first. An order is parked until its customer arrives.
 */
final class GrowingJob {
  private static final String CONFIG =
      """
      name: ${TOPIC}
      source:
        kafka:
          bootstrapServers: ${KAFKA_BOOTSTRAP}
          topics: ["${TOPIC}", "${TOPIC}_customers"]
          groupId: ${GROUP}
          partitions: {missingTopics: wait, discoveryInterval: 1s}
        format: envelope-json
      latest: {late: apply, emitEvery: 200ms}
      tables:
        - from: ${TOPIC}
          to: growing_orders
          key: [id]
          deletes: hard
          metadata: {version: portage_version}
        - from: ${TOPIC}_customers
          to: growing_customers
          key: [id]
          deletes: hard
          metadata: {version: portage_version}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
        waiting: {atMost: 10m}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
        shared: true
      """;

  private static final String TABLES =
      """
      DROP TABLE IF EXISTS growing_orders, growing_customers;
      CREATE TABLE growing_customers (id bigint PRIMARY KEY, portage_version numeric);
      CREATE TABLE growing_orders (
        id bigint PRIMARY KEY, customer bigint NOT NULL REFERENCES growing_customers,
        portage_version numeric);
      """;

  private final TestJob job;
  private final Map<String, Long> ends = new TreeMap<>();
  private final Map<Long, Long> orders = new TreeMap<>();

  private GrowingJob(TestJob job) {
    this.job = job;
  }

  /** Creates the orders' topic and the tables. */
  static GrowingJob create(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new FlinkEngine(), List.of(), "growing", 1, Map.of());
    job.database().execute(TABLES);
    return new GrowingJob(job);
  }

  /** Writes the configuration. */
  Path config(Path folder) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), ClusterJob.withValues(CONFIG, job));
  }

  /** Returns the orders' topic. */
  String orders() {
    return job.topic();
  }

  /** Returns the customers' topic, which may not exist yet. */
  String customers() {
    return job.topic() + "_customers";
  }

  /** Creates the customers' topic. */
  void makeCustomers(int partitions) throws Exception {
    try (Admin admin = job.admin()) {
      TestTopics.make(admin, List.of(new NewTopic(customers(), partitions, (short) 1)));
    }
  }

  /** Adds partitions of orders up to {@code partitions}. */
  void growOrders(int partitions) throws Exception {
    try (Admin admin = job.admin()) {
      admin.createPartitions(Map.of(orders(), NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /**
   * Sends orders {@code first} to {@code last}, each of the customer with the id {@code minus}
   * below its own.
   */
  void order(int partition, int first, int last, int minus) {
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), orders())) {
      IntStream.rangeClosed(first, last)
          .forEach(
              id -> {
                orders.put((long) id, (long) id - minus);
                publisher.send(event(partition, id, ",\"customer\":" + (id - minus)));
              });
      publisher.flush();
    }
    sent(orders(), partition, last - first + 1);
  }

  /** Sends customers {@code first} to {@code last}. */
  void customer(int partition, int first, int last) {
    try (EventPublisher publisher = new EventPublisher(job.bootstrapServers(), customers())) {
      IntStream.rangeClosed(first, last).forEach(id -> publisher.send(event(partition, id, "")));
      publisher.flush();
    }
    sent(customers(), partition, last - first + 1);
  }

  private void sent(String topic, int partition, long records) {
    ends.merge(topic + "-" + partition, records, Long::sum);
  }

  /** Makes an event, one per second of event time. */
  private static Event event(int partition, long id, String more) {
    String text =
        "{\"op\":\"c\",\"after\":{\"id\":%d%s},\"timestamp_ms\":%d}"
            .formatted(id, more, 1_726_531_200_000L + 1_000 * id);
    return new Event(
        0,
        Long.toString(id).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8),
        partition,
        null);
  }

  /** Returns the number of records sent. */
  long sent() {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the end offsets of all partitions with records, by {@code topic-partition}. */
  Map<String, Long> ends() {
    return ends;
  }

  /** Returns the group's offsets, by {@code topic-partition}. */
  Map<String, Long> committed() throws Exception {
    Map<String, Long> offsets = new TreeMap<>();
    try (CommittedOffsets group = new CommittedOffsets(job.bootstrapServers(), job.group())) {
      group.committed().forEach((at, offset) -> offsets.put(at.toString(), offset.offset()));
    }
    return offsets;
  }

  /** Returns the customer of each order that was sent. */
  Map<Long, Long> rows() {
    return orders;
  }

  /** Returns the customer of each order in the table. */
  Map<Long, Long> written() throws Exception {
    Map<Long, Long> rows = new HashMap<>();
    for (List<String> row : job.database().rows("growing_orders", List.of("id", "customer"))) {
      rows.put(Long.parseLong(row.get(0)), Long.parseLong(row.get(1)));
    }
    return rows;
  }
}
