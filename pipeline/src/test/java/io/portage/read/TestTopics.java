package io.portage.read;

import io.portage.config.SourceConfig;
import io.portage.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** Topics, records and group offsets on a real broker. */
public final class TestTopics implements AutoCloseable {
  private final String bootstrapServers;
  private final Admin admin;

  /** Connects to {@code bootstrapServers}. */
  public TestTopics(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers));
  }

  void create(String topic, int partitions, Map<String, String> settings) throws Exception {
    make(
        admin,
        List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings)));
  }

  /**
   * Creates topics and waits until the broker returns them with their leaders: the controller,
   * which acknowledges, has them a moment earlier.
   */
  public static void make(Admin admin, List<NewTopic> topics)
      throws ExecutionException, InterruptedException {
    admin.createTopics(topics).all().get();
    List<String> names = topics.stream().map(NewTopic::name).toList();
    Awaitility.await()
        .ignoreExceptionsInstanceOf(ExecutionException.class)
        .until(
            () ->
                admin.describeTopics(names).allTopicNames().get().values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null));
  }

  /** Adds partitions up to {@code partitions}. */
  void grow(String topic, int partitions) throws Exception {
    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
  }

  /** Deletes a topic and waits until it is gone. */
  void delete(String topic) throws Exception {
    admin.deleteTopics(List.of(topic)).all().get();
    Awaitility.await().until(() -> !admin.listTopics().names().get().contains(topic));
  }

  KafkaProducer<byte[], byte[]> producer(@Nullable String transactionalId) {
    Map<String, Object> properties = new TreeMap<>();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    if (transactionalId != null) {
      properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    }
    KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    if (transactionalId != null) {
      producer.initTransactions();
    }
    return producer;
  }

  /** Sends records {@code first} to {@code last - 1}, one per second of event time. */
  void send(String topic, int partition, int first, int last) {
    send(topic, partition, IntStream.range(first, last));
  }

  /** Sends one record per element of {@code seconds}, at that event time. */
  void send(String topic, int partition, IntStream seconds) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(null)) {
      seconds.forEach(i -> sent.add(producer.send(record(topic, partition, "k" + i, i))));
    }
    acknowledged(sent);
  }

  void sendTransaction(String topic, int partition, int first, int last, boolean commit) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = producer(topic + "-tx")) {
      producer.beginTransaction();
      for (int i = first; i < last; i++) {
        sent.add(producer.send(record(topic, partition, "k" + i, i)));
      }
      producer.flush();
      acknowledged(sent);
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    }
    awaitNoOpenTransaction(admin, new TopicPartition(topic, partition));
  }

  private static void acknowledged(List<Future<RecordMetadata>> sent) {
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError(e);
      }
    }
  }

  /**
   * Waits for transaction markers: the broker writes them only after it has answered the producer.
   */
  public static void awaitNoOpenTransaction(Admin admin, TopicPartition partition) {
    Awaitility.await()
        .until(
            () ->
                end(admin, partition, IsolationLevel.READ_COMMITTED)
                    == end(admin, partition, IsolationLevel.READ_UNCOMMITTED));
  }

  private static long end(Admin admin, TopicPartition partition, IsolationLevel isolation)
      throws ExecutionException, InterruptedException {
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  static ProducerRecord<byte[], byte[]> record(String topic, int partition, String key, int i) {
    long time = TestFormat.BASE_MILLIS + i * 1000L;
    return new ProducerRecord<>(topic, partition, time, utf8(key), utf8(Long.toString(time)));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void deleteBefore(String topic, int partition, long offset) throws Exception {
    admin
        .deleteRecords(
            Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
        .all()
        .get();
  }

  void setCommitted(String group, String topic, int partition, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(topic, partition), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }

  /** Returns the group's offsets in {@code topic}, by partition. */
  Map<Integer, Long> committed(String group, String topic)
      throws ExecutionException, InterruptedException {
    Map<Integer, Long> offsets = new TreeMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .forEach(
            (partition, offset) -> {
              if (partition.topic().equals(topic) && offset != null) {
                offsets.put(partition.partition(), offset.offset());
              }
            });
    return offsets;
  }

  /** Returns a member of {@code group} that has partitions assigned. */
  KafkaConsumer<byte[], byte[]> subscribe(String topic, String group) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                (Object) bootstrapServers,
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    for (int i = 0; i < 100 && consumer.assignment().isEmpty(); i++) {
      consumer.poll(Duration.ofMillis(100));
    }
    return consumer;
  }

  /** Returns the offsets of all committed records of a partition, read with a plain consumer. */
  List<Long> offsets(SourceConfig source, int partition) {
    Map<String, Object> properties =
        KafkaClients.consumerProperties(source, KafkaClients.requiredConsumerProperties(source));
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    List<Long> offsets = new ArrayList<>();
    TopicPartition tp = new TopicPartition(source.topics().get(0), partition);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(tp));
      consumer.seekToBeginning(List.of(tp));
      long end = consumer.endOffsets(List.of(tp)).get(tp);
      while (consumer.position(tp) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          offsets.add(record.offset());
        }
      }
    }
    return offsets;
  }

  @Override
  public void close() {
    admin.close();
  }
}
