package io.portage.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of the servers, with their own timeouts. */
final class Clients {
  private static final int SECONDS = 30;

  private Clients() {}

  static Connection connect(Sandbox sandbox) throws SQLException {
    return DriverManager.getConnection(
        sandbox.jdbcUrl() + "?connectTimeout=5&socketTimeout=" + SECONDS,
        sandbox.user(),
        sandbox.password());
  }

  static String query(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = connect(sandbox);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  static void execute(Sandbox sandbox, String sql) throws SQLException {
    try (Connection connection = connect(sandbox);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static Admin admin(Sandbox sandbox) {
    return Admin.create(Map.of("bootstrap.servers", sandbox.bootstrapServers()));
  }

  static void createTopic(Sandbox sandbox, String topic) throws Exception {
    try (Admin admin = admin(sandbox)) {
      admin
          .createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
          .all()
          .get(SECONDS, TimeUnit.SECONDS);
    }
  }

  static void publish(Sandbox sandbox, String topic, long timestamp, String value)
      throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", sandbox.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, 0, timestamp, null, value.getBytes(UTF_8)))
          .get(SECONDS, TimeUnit.SECONDS);
    }
  }

  /** Returns all values of the topic, from its beginning to its current end. */
  static List<String> read(Sandbox sandbox, String topic) {
    Map<String, Object> config = Map.of("bootstrap.servers", sandbox.bootstrapServers());
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          values.add(new String(record.value(), UTF_8));
        }
      }
      return values;
    }
  }
}
