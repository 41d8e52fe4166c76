package io.portage.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.portage.ChangePipeline;
import io.portage.ReplayPipeline;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.kafka.StopOffsets;
import io.portage.model.Reason;
import io.portage.read.TestTopics;
import io.portage.replay.ReplaySelection;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Envelopes and orders from Kafka into PostgreSQL. */
@ExtendWith(SandboxExtension.class)
final class FormatsIT {
  private static final String FIELDS =
      "\"__op\":\"%s\",\"__connector\":\"postgresql\",\"__table\":\"users\",\"__schema\":\"public\"";

  @TempDir private Path folder;
  private Sandbox sandbox;
  private Connection target;

  /** A record's key and value. */
  private record KeyedValue(String key, String value) {}

  @BeforeEach
  void createTheTable(Sandbox shared) throws SQLException {
    sandbox = shared;
    target = DriverManager.getConnection(sandbox.jdbcUrl(), sandbox.user(), sandbox.password());
    try (Statement statement = target.createStatement()) {
      statement.execute(
          "CREATE TABLE format_users (id bigint PRIMARY KEY, name text, version numeric)");
    }
  }

  @AfterEach
  void dropTheTable() throws SQLException {
    try (Statement statement = target.createStatement()) {
      statement.execute("DROP TABLE format_users");
      statement.execute("DROP TABLE IF EXISTS format_tombstones");
    }
    target.close();
  }

  @Test
  void aTombstoneIsTheDeleteOfAnUnwrappedRow() throws Exception {
    List<String> rows =
        run(
            "debezium-json\n  debezium: {envelope: unwrapped, tombstones: delete}",
            "TOPIC",
            "order: offset",
            List.of(
                unwrapped(1, "c", "Kim"),
                unwrapped(2, "c", "Ann"),
                new KeyedValue("{\"id\":2}", null),
                unwrapped(3, "c", "Bo"),
                new KeyedValue("{\"id\":3}", null),
                unwrapped(1, "u", "Lee"),
                unwrapped(3, "c", "Cy")));

    assertThat(rows).containsExactly("1 Lee", "3 Cy");
    assertThat(deadLetters()).isEmpty();
  }

  private static KeyedValue unwrapped(int id, String op, String name) {
    return new KeyedValue(
        "{\"id\":" + id + "}",
        "{\"id\":%s,\"name\":\"%s\",%s}".formatted(id, name, FIELDS.formatted(op)));
  }

  @Test
  void maxwellIsOrderedByItsPosition() throws Exception {
    List<String> rows =
        run(
            "maxwell-json",
            "shop.users",
            "order: position",
            List.of(
                maxwell("insert", 100, 0, "{\"id\":1,\"name\":\"Kim\"}", ""),
                maxwell("insert", 100, 1, "{\"id\":2,\"name\":\"Ann\"}", ""),
                maxwell("update", 300, 0, "{\"id\":9,\"name\":\"Lee\"}", ",\"old\":{\"id\":1}"),
                maxwell("delete", 400, 0, "{\"id\":2,\"name\":\"Ann\"}", ""),
                maxwell("update", 200, 0, "{\"id\":2,\"name\":\"repeated\"}", "")));

    assertThat(rows).containsExactly("9 Lee");
    assertThat(deadLetters()).isEmpty();
  }

  private static KeyedValue maxwell(String type, int pos, int xoffset, String data, String rest) {
    return new KeyedValue(
        "{}",
        "{\"database\":\"shop\",\"table\":\"users\",\"type\":\"%s\",\"ts\":1449786310,\"position\":\"bin.000003:%s\",\"xoffset\":%s,\"data\":%s%s}"
            .formatted(type, pos, xoffset, data, rest));
  }

  @Test
  void aDeliberateSnapshotHealsOlderRowsOnly() throws Exception {
    List<String> rows =
        run(
            "debezium-json",
            "public.users",
            "backfill: heal",
            List.of(
                postgres(1, "u", "wrong", "900", 905),
                postgres(2, "u", "newer", "990", 1010),
                postgres(1, "r", "healed", null, 1000),
                postgres(2, "r", "old", null, 1000)));

    assertThat(rows).containsExactly("1 healed", "2 newer");
    assertThat(deadLetters()).isEmpty();
  }

  private static KeyedValue postgres(int id, String op, String name, String commit, long lsn) {
    return postgres(id, op, name, commit, lsn, 5);
  }

  private static KeyedValue postgres(
      int id, String op, String name, String commit, long lsn, long time) {
    return new KeyedValue(
        "{\"id\":" + id + "}",
        """
        {"before":null,"after":{"id":%s,"name":"%s"},"op":"%s","ts_ms":5,"source":{
         "connector":"postgresql","schema":"public","table":"users","snapshot":"%s",
         "sequence":"[%s,\\"%s\\"]","lsn":%s,"ts_ms":%s}}"""
            .formatted(
                id,
                name,
                op,
                op.equals("r"),
                commit == null ? "null" : "\\\"" + commit + "\\\"",
                lsn,
                lsn,
                time));
  }

  @Test
  void theChangesAfterAFailoverAreDeadLettersAndNotStale() throws Exception {
    List<String> rows =
        run(
            "debezium-json",
            "shop.users",
            "order: position",
            List.of(
                mysql(1, "before", "bin.000150", 20, "old:2", 0),
                mysql(1, "after", "bin.000002", 10, "new:3", 60_000),
                mysql(2, "after", "bin.000002", 20, "new:4", 61_000)));

    assertThat(rows).containsExactly("1 before");
    assertThat(deadLetters())
        .hasSize(2)
        .allMatch(letter -> letter.contains("LOG_RESTARTED") && letter.contains("epochs"));
  }

  private static KeyedValue mysql(
      int id, String name, String file, int pos, String gtid, long later) {
    return new KeyedValue(
        "{\"id\":" + id + "}",
        """
        {"before":null,"after":{"id":%s,"name":"%s"},"op":"u","ts_ms":5,"source":{
         "connector":"mysql","db":"shop","table":"users","snapshot":"false","file":"%s","pos":%s,
         "row":0,"gtid":"%s","server_id":1,"ts_ms":%s}}"""
            .formatted(id, name, file, pos, gtid, System.currentTimeMillis() + later));
  }

  @Test
  void aRestoredPostgresIsNoticedAfterARunToTheEnd() throws Exception {
    String topic = "formats-" + UUID.randomUUID();
    createTopic(topic);
    long published = System.currentTimeMillis();
    publish(
        topic,
        List.of(
            postgres(1, "u", "before", "4990", 5_010, published - 2),
            postgres(2, "u", "before", "5010", 5_020, published - 1),
            new KeyedValue("{\"id\":9}", null)));
    assertThat(runJob(topic, "debezium-json", "public.users", "order: position"))
        .containsExactly("1 before", "2 before");

    Instant restored = Instant.now();
    publish(
        topic,
        List.of(
            postgres(1, "r", "restored", null, 900, published + 60_000),
            postgres(2, "u", "after", "910", 920, published + 61_000),
            postgres(3, "c", "after", "920", 930, published + 62_000)));

    assertThat(runJob(topic, "debezium-json", "public.users", "order: position"))
        .containsExactly("1 before", "2 before");
    assertThat(deadLetters())
        .hasSize(3)
        .anyMatch(letter -> letter.contains("STALE"))
        .filteredOn(letter -> letter.contains("LOG_RESTARTED"))
        .hasSize(2)
        .allMatch(letter -> letter.contains("lsn 5020 at offset 1"));

    assertThat(replayed(topic, "order: position"))
        .as("without an epoch they are rejected again")
        .containsExactly("1 before", "2 before");
    assertThat(replayed(topic, "order: position\n    epochs: [{from: " + restored + ", epoch: 1}]"))
        .containsExactly("1 before", "2 after", "3 after");
  }

  /** Replays the changes of a log that had begun again, and returns the rows. */
  private List<String> replayed(String topic, String order) throws Exception {
    PortageConfig config = config(topic, "debezium-json", "public.users", order);
    List<DeadLetterSummary> letters =
        DeadLetterStore.of(config).summaries((place, problem) -> fail(place + ": " + problem));
    letters = letters.stream().filter(one -> one.reason() == Reason.LOG_RESTARTED).toList();
    assertThat(letters).hasSize(2).allMatch(letter -> letter.resolution() == null);
    execute(ReplayPipeline.of(config, ReplaySelection.of(letters))::applyTo);
    return rows();
  }

  private void createTopic(String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", (Object) sandbox.bootstrapServers()))) {
      TestTopics.make(admin, List.of(new NewTopic(topic, 1, (short) 1)));
    }
  }

  private List<String> run(String format, String from, String order, List<KeyedValue> records)
      throws Exception {
    String topic = "formats-" + UUID.randomUUID();
    createTopic(topic);
    publish(topic, records);
    return runJob(topic, format, from, order);
  }

  private List<String> runJob(String topic, String format, String from, String order)
      throws Exception {
    PortageConfig config = config(topic, format, from, order);
    execute(ChangePipeline.of(config, StopOffsets.resolve(config.source()))::applyTo);
    return rows();
  }

  private PortageConfig config(String topic, String format, String from, String order)
      throws Exception {
    return ConfigReader.read(
        ConfigFiles.write(
            folder, "job.yaml", job(topic, format, from.replace("TOPIC", topic), order)),
        Map.of());
  }

  private static void execute(Consumer<Pipeline> graph) {
    DirectOptions options = PipelineOptionsFactory.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    graph.accept(pipeline);
    pipeline.run().waitUntilFinish();
  }

  private List<String> rows() throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = target.createStatement();
        ResultSet found = statement.executeQuery("SELECT id, name FROM format_users ORDER BY id")) {
      while (found.next()) {
        rows.add(found.getLong(1) + " " + found.getString(2));
      }
    }
    return rows;
  }

  private List<String> deadLetters() throws Exception {
    List<String> letters = new ArrayList<>();
    if (Files.exists(folder.resolve("dead"))) {
      try (Stream<Path> files = Files.list(folder.resolve("dead"))) {
        for (Path file : files.toList()) {
          letters.addAll(Files.readAllLines(file));
        }
      }
    }
    return letters;
  }

  private void publish(String topic, List<KeyedValue> records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", sandbox.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (KeyedValue each : records) {
        byte[] key = each.key().getBytes(StandardCharsets.UTF_8);
        byte[] value = each.value() == null ? null : each.value().getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
      }
    }
  }

  private String job(String topic, String format, String from, String order) {
    return """
        name: formats
        source:
          kafka: {bootstrapServers: "%s", topics: [%s], groupId: %s}
          format: %s
        tables:
          - from: %s
            to: format_users
            key: [id]
            deletes: hard
            %s
            metadata: {version: version}
        target:
          jdbc: {url: "%s", user: "%s", password: "%s"}
          tombstones: format_tombstones
        deadLetters: {files: "%s"}
        """
        .formatted(
            sandbox.bootstrapServers(),
            topic,
            topic,
            format,
            from,
            order,
            sandbox.jdbcUrl(),
            sandbox.user(),
            sandbox.password(),
            folder.resolve("dead"));
  }
}
