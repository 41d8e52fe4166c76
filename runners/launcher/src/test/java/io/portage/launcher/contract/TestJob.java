package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.fault.TcpProxy;
import io.portage.kafka.StopOffsets;
import io.portage.launcher.Engine;
import io.portage.launcher.demo.CommittedOffsets;
import io.portage.launcher.demo.DeadLetterTopic;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.publish.EventPublisher;
import io.portage.launcher.run.Job;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.read.TestTopics;
import io.portage.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A job with its own topics and consumer group, and its servers. */
public final class TestJob {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Sandbox sandbox;
  private final Engine engine;
  private final String topic;
  private final List<String> beamOptions;
  private final String jdbcUrl;
  private final String directUrl;

  private TestJob(
      Sandbox sandbox,
      Engine engine,
      String topic,
      List<String> beamOptions,
      String jdbcUrl,
      String directUrl) {
    this.sandbox = sandbox;
    this.engine = engine;
    this.topic = topic;
    this.beamOptions = beamOptions;
    this.jdbcUrl = jdbcUrl;
    this.directUrl = directUrl;
  }

  /**
   * Creates a job whose topic has this many partitions and these settings, with unlimited
   * retention.
   */
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
      TestTopics.make(
          admin,
          List.of(
              new NewTopic(topic, partitions, (short) 1).configs(settings),
              new NewTopic(topic + "_dlq", 1, (short) 1)));
    }
    return new TestJob(sandbox, engine, topic, beamOptions, sandbox.jdbcUrl(), sandbox.jdbcUrl());
  }

  /**
   * Returns the same job with its database connections through {@code proxy}; the test connects
   * directly.
   */
  public TestJob through(TcpProxy proxy) {
    return new TestJob(sandbox, engine, topic, beamOptions, proxy.through(directUrl), directUrl);
  }

  /** Returns the same job with the sandbox's MariaDB as its target. */
  public TestJob intoMariaDb() {
    String url = sandbox.mariaDb().jdbcUrl();
    return new TestJob(sandbox, engine, topic, beamOptions, url, url);
  }

  /** Returns the topic's name. */
  public String topic() {
    return topic;
  }

  /** Returns the broker's address. */
  public String bootstrapServers() {
    return sandbox.bootstrapServers();
  }

  /** Returns the target. */
  public TargetDatabase database() {
    return new TargetDatabase(directUrl, sandbox.user(), sandbox.password());
  }

  /** Returns the configuration in {@code file}, with this job's topic and group. */
  public PortageConfig config(Path file) throws ConfigException {
    return ConfigReader.read(file, environment());
  }

  /** Returns the environment variables of the configurations. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP", sandbox.bootstrapServers());
    environment.put("PORTAGE_JDBC_URL", jdbcUrl);
    environment.put("PORTAGE_JDBC_USER", sandbox.user());
    environment.put("PORTAGE_JDBC_PASSWORD", sandbox.password());
    environment.put("TOPIC", topic);
    environment.put("GROUP", group());
    environment.put("DEAD_LETTERS", topic + "_dlq");
    return environment;
  }

  /** Writes a copy of {@code file} with the values of the environment variables. */
  public Path filled(Path file) throws IOException {
    return Files.writeString(
        file.resolveSibling("filled-" + file.getFileName()), filled(Files.readString(file)));
  }

  /** Returns {@code text} with the values of the environment variables. */
  public String filled(String text) {
    String filled = text;
    for (Map.Entry<String, String> variable : environment().entrySet()) {
      filled = filled.replace("${" + variable.getKey() + "}", variable.getValue());
    }
    return filled;
  }

  /** Returns the consumer group. */
  public String group() {
    return topic + "_group";
  }

  /** Publishes in order and waits until all events are acknowledged. */
  public void publish(List<EventFile.Event> events) {
    try (EventPublisher publisher = new EventPublisher(sandbox.bootstrapServers(), topic)) {
      events.forEach(publisher::send);
      publisher.flush();
    }
  }

  /** Runs {@code config} to the end of its topics; fails if Beam dropped a late element. */
  public LedgerSummary run(PortageConfig config) {
    StopOffsets stops = StopOffsets.resolve(config.source());
    PipelineResult result = Job.prepare(engine, config, stops, beamOptions).start();
    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    assertThat(dropped(result.metrics())).isZero();
    return LedgerSummary.of(result.metrics());
  }

  /**
   * Returns Beam's number of elements after the end of their window; runners write them
   * nevertheless.
   */
  private static long dropped(MetricResults metrics) {
    long dropped = 0;
    for (MetricResult<Long> counter :
        metrics.queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      if (counter.getName().getName().equalsIgnoreCase("droppedDueToLateness")) {
        dropped += counter.getAttempted();
      }
    }
    return dropped;
  }

  /** Starts {@code config} to follow its topics in this process, until it is cancelled. */
  public PipelineResult follow(PortageConfig config, String... moreOptions) {
    List<String> options = new ArrayList<>(beamOptions);
    options.addAll(List.of(moreOptions));
    return Job.prepare(engine, config, null, options).start();
  }

  /** Starts {@code config} to follow its topics in a separate process. */
  public JobProcess start(Class<?> main, Path config, List<String> jvm, String... moreOptions)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("run", "--config=" + config));
    args.add("--runner=" + engine.runner());
    args.addAll(beamOptions);
    args.addAll(List.of(moreOptions));
    return JobProcess.start(main, environment(), jvm, args);
  }

  /** Returns the dead letters so far. */
  public List<DeadLetter> deadLetters() {
    return DeadLetterTopic.read(sandbox.bootstrapServers(), topic + "_dlq");
  }

  /** Returns the place of a dead letter's record: {@code stage partition-offset}. */
  public static String place(DeadLetter deadLetter) {
    String[] words = DeadLetterTopic.line(deadLetter).split(" ");
    return words[0] + " " + words[2];
  }

  /** Returns the group's committed offsets by partition. */
  public Map<Integer, Long> committed() throws Exception {
    Map<Integer, Long> offsets = new TreeMap<>();
    try (CommittedOffsets group = new CommittedOffsets(sandbox.bootstrapServers(), group())) {
      group.committed().forEach((at, offset) -> offsets.put(at.partition(), offset.offset()));
    }
    return offsets;
  }

  /** Returns the end of a partition's log. */
  public long end(int partition) throws Exception {
    TopicPartition at = new TopicPartition(topic, partition);
    try (Admin admin = admin()) {
      return admin.listOffsets(Map.of(at, OffsetSpec.latest())).partitionResult(at).get().offset();
    }
  }

  /** Commits {@code offset} of partition 0 for the group, as an operator may. */
  public void commit(long offset) throws Exception {
    try (Admin admin = admin()) {
      admin
          .alterConsumerGroupOffsets(
              group(), Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset)))
          .all()
          .get();
    }
  }

  /** Deletes the group's committed offsets. */
  public void forgetOffsets() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteConsumerGroups(List.of(group())).all().get();
    }
  }

  /** Returns a new admin client; the caller closes it. */
  public Admin admin() {
    return Admin.create(
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, sandbox.bootstrapServers()));
  }

  /** Returns a create of this user at this second, for this partition. */
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
