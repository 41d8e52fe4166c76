package io.portage.launcher.contract;

import io.portage.config.ConfigException;
import io.portage.config.ConfigReader;
import io.portage.config.PortageConfig;
import io.portage.launcher.Engine;
import io.portage.launcher.EventFile;
import io.portage.launcher.EventPublisher;
import io.portage.launcher.Runs;
import io.portage.launcher.demo.Database;
import io.portage.launcher.demo.Group;
import io.portage.launcher.demo.Letters;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A job on topics and a group of its own, and the servers that it runs against. */
public final class TestJob {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Sandbox sandbox;
  private final Engine engine;
  private final String topic;
  private final List<String> beamOptions;

  private TestJob(Sandbox sandbox, Engine engine, String topic, List<String> beamOptions) {
    this.sandbox = sandbox;
    this.engine = engine;
    this.topic = topic;
    this.beamOptions = beamOptions;
  }

  /** A job whose topic has this many partitions and these settings; retention never ends. */
  public static TestJob create(
      Sandbox sandbox,
      Engine engine,
      List<String> beamOptions,
      String name,
      int partitions,
      Map<String, String> topicSettings)
      throws Exception {
    String topic = name.replaceAll("[^a-z0-9]+", "_") + "_" + COUNT.incrementAndGet();
    Map<String, String> settings = new HashMap<>(topicSettings);
    settings.put("retention.ms", "-1");
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, partitions, (short) 1).configs(settings),
                  new NewTopic(topic + "_dlq", 1, (short) 1)))
          .all()
          .get();
    }
    return new TestJob(sandbox, engine, topic, beamOptions);
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /** Where the broker listens. */
  public String bootstrapServers() {
    return sandbox.bootstrapServers();
  }

  /** The target. */
  public Database database() {
    return new Database(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
  }

  /** The configuration in {@code file}, with this job's topic and group. */
  public PortageConfig config(Path file) throws ConfigException {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP", sandbox.bootstrapServers());
    environment.put("PORTAGE_JDBC_URL", sandbox.jdbcUrl());
    environment.put("PORTAGE_JDBC_USER", sandbox.user());
    environment.put("PORTAGE_JDBC_PASSWORD", sandbox.password());
    environment.put("TOPIC", topic);
    environment.put("GROUP", topic + "_group");
    environment.put("DEAD_LETTERS", topic + "_dlq");
    return ConfigReader.read(file, environment);
  }

  /** Publishes in order and waits until all is acknowledged. */
  public void publish(List<EventFile.Event> events) {
    try (EventPublisher publisher = new EventPublisher(sandbox.bootstrapServers(), topic)) {
      events.forEach(publisher::send);
      publisher.flush();
    }
  }

  /** Runs {@code config} to the end of its topics. */
  public LedgerSummary run(PortageConfig config) {
    return Runs.toTheEnd(engine, config, beamOptions);
  }

  /** The dead letters so far. */
  public List<DeadLetter> letters() {
    return Letters.read(sandbox.bootstrapServers(), topic + "_dlq");
  }

  /** The group's committed offsets by partition. */
  public Map<Integer, Long> committed() throws Exception {
    Map<Integer, Long> offsets = new TreeMap<>();
    try (Group group = new Group(sandbox.bootstrapServers(), topic + "_group")) {
      group.committed().forEach((at, offset) -> offsets.put(at.partition(), offset.offset()));
    }
    return offsets;
  }

  /** A create of this user at this second, for this partition. */
  public static EventFile.Event user(long id, int partition, long second) {
    String text =
        "{\"op\":\"c\",\"after\":{\"user_id\":"
            + id
            + ",\"name\":\"User "
            + id
            + "\",\"email\":null,\"country_code\":\"DE\"},\"timestamp_ms\":"
            + (1_726_531_200_000L + 1_000 * second)
            + "}";
    return new EventFile.Event(
        0,
        Long.toString(id).getBytes(StandardCharsets.UTF_8),
        text.getBytes(StandardCharsets.UTF_8),
        partition,
        null);
  }
}
