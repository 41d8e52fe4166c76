package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.avro.RegistrySchemas;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.SchemaId;
import io.portage.decode.registry.SchemaId.IdKind;
import io.portage.decode.registry.SchemaRegistries;
import io.portage.decode.registry.SchemaRegistry;
import io.portage.decode.registry.UnknownSchemaException;
import io.portage.decode.registry.WireForm;
import io.portage.kafka.StopOffsets;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.demo.TargetDatabase;
import io.portage.launcher.run.Job;
import io.portage.metrics.LedgerSummary;
import io.portage.model.DeadLetter;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debezium's events of two tables in one topic, written with two versions of one schema and with a
 * schema that refers to another, with the ids in prefixes and in headers, and read by ids from a
 * real registry that is down at first, and once more after the first schema was read.
 */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("full")
final class DirectRegistryIT {
  private static final int REFUSALS = 4;
  private static final int DROPS = 5;
  private static final long TIME = 1_726_531_260_000L;
  private static final String SOURCE =
      """
      {"type":"record","name":"Source","namespace":"io.debezium.connector.postgresql","fields":[
        {"name":"connector","type":"string"},{"name":"ts_ms","type":"long"},
        {"name":"schema","type":"string"},{"name":"table","type":"string"},
        {"name":"lsn","type":["null","long"],"default":null}]}""";
  private static final String ENVELOPE =
      """
      {"type":"record","name":"Envelope","namespace":"shop.public.%s","fields":[
        {"name":"before","type":["null",{"type":"record","name":"Value","fields":[%s]}],
         "default":null},
        {"name":"after","type":["null","Value"],"default":null},
        {"name":"source","type":%s},
        {"name":"op","type":"string"},
        {"name":"ts_ms","type":["null","long"],"default":null}]}""";
  private static final String ID = "{\"name\":\"id\",\"type\":\"long\"}";
  private static final String NOTE =
      ",{\"name\":\"note\",\"type\":[\"null\",\"string\"],\"default\":null}";
  private static final String MONEY =
      """
      {"type":"bytes","logicalType":"decimal","precision":12,"scale":2}""";
  private static final String PRICE =
      """
      {"type":"record","name":"Price","namespace":"shop","fields":[{"name":"amount","type":%s}]}"""
          .formatted(MONEY);
  private static final String KEY =
      "{\"type\":\"record\",\"name\":\"Key\",\"namespace\":\"shop\",\"fields\":[" + ID + "]}";
  private static final String HEARTBEAT =
      """
      {"type":"record","name":"Heartbeat","namespace":"io.debezium.connector.common","fields":[
        {"name":"ts_ms","type":"long"}],"connect.name":"io.debezium.connector.common.Heartbeat"}""";
  private static final String CONFIG =
      """
      name: registry
      source:
        kafka: {bootstrapServers: "${KAFKA_BOOTSTRAP}", topics: ["${TOPIC}"], groupId: "${GROUP}"}
        format: debezium-avro
        registry: {url: "%s", unknownIdWait: 1s}
      tables:
        - {from: public.orders, to: reg_orders, key: [id], deletes: hard, missingColumns: keep,
           metadata: {version: portage_version}}
        - {from: public.items, to: reg_items, key: [id], deletes: hard, metadata: {version: portage_version}}
      target:
        jdbc: {url: "${PORTAGE_JDBC_URL}", user: "${PORTAGE_JDBC_USER}", password: "${PORTAGE_JDBC_PASSWORD}"}
      deadLetters:
        kafka: {topic: "${DEAD_LETTERS}"}
      """;

  private static final AtomicLong LSN = new AtomicLong(1_000);

  @TempDir private Path folder;

  @Test
  void eachRecordIsDecodedWithTheSchemaThatWroteIt(Sandbox sandbox) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "registry", 1, Map.of());
    TargetDatabase target = job.database();
    target.execute(
        """
        DROP TABLE IF EXISTS reg_orders, reg_items, portage_tombstones, portage_tombstones_moved;
        CREATE TABLE reg_orders (id bigint PRIMARY KEY, note text, portage_version numeric);
        CREATE TABLE reg_items (id bigint PRIMARY KEY, price jsonb, portage_version numeric)
        """);
    String registry = sandbox.registryUrl();
    publish(registry, job);
    try (RegistryGateway gateway = RegistryGateway.to(registry, REFUSALS, 1, DROPS)) {
      Path file = Files.writeString(folder.resolve("job.yaml"), CONFIG.formatted(gateway.url()));
      PortageConfig config = ConfigReader.read(file, job.environment());

      PipelineResult result =
          Job.prepare(
                  direct.engine(),
                  config,
                  StopOffsets.resolve(config.source()),
                  direct.beamOptions())
              .start();

      assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
      LedgerSummary ledger = LedgerSummary.of(result.metrics());
      assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
      assertThat(retries(result, ".503")).isEqualTo(REFUSALS);
      assertThat(retries(result, ".io")).isPositive();
    }
    assertThat(target.rows("reg_orders", List.of("id", "note")))
        .containsExactlyInAnyOrder(
            List.of("1", "\\N"), List.of("2", "new"), List.of("4", "by header"));
    assertThat(target.rows("reg_items", List.of("id", "price")))
        .containsExactly(List.of("7", "{\"amount\": 12.50}"));
    List<DeadLetter> dead = job.deadLetters();
    assertThat(dead).hasSize(2);
    assertThat(dead.get(0).cause().message())
        .isEqualTo("the schema id 99999 is not in the registry");
    assertThat(dead.get(1).cause().message())
        .isEqualTo("no schema id: the first byte is neither 0 nor 1");
  }

  @Test
  void eachProtobufRecordIsDecodedWithTheSchemaThatWroteIt(Sandbox sandbox) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "protobuf", 1, Map.of());
    TargetDatabase target = job.database();
    target.execute(
        """
        DROP TABLE IF EXISTS reg_orders, reg_items, portage_tombstones, portage_tombstones_moved;
        CREATE TABLE reg_orders (id bigint PRIMARY KEY, note text, portage_version numeric);
        CREATE TABLE reg_items (id bigint PRIMARY KEY, price jsonb, portage_version numeric)
        """);
    try (ProtobufOrders orders = new ProtobufOrders(sandbox.registryUrl(), job)) {
      orders.publish();
    }
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            CONFIG.formatted(sandbox.registryUrl()).replace("debezium-avro", "debezium-protobuf"));
    PortageConfig config = ConfigReader.read(file, job.environment());
    assertThat(config.source().format().problems()).isEmpty();

    PipelineResult result =
        Job.prepare(
                direct.engine(), config, StopOffsets.resolve(config.source()), direct.beamOptions())
            .start();

    assertThat(result.waitUntilFinish()).isEqualTo(PipelineResult.State.DONE);
    LedgerSummary ledger = LedgerSummary.of(result.metrics());
    assertThat(ledger.isBalanced()).as(ledger.render()).isTrue();
    assertThat(target.rows("reg_orders", List.of("id", "note")))
        .containsExactlyInAnyOrder(
            List.of("1", "\\N"), List.of("2", "new"), List.of("4", "by header"));
    assertThat(target.rows("reg_items", List.of("id", "price")))
        .containsExactly(List.of("7", "{\"cents\": 1250, \"currency\": \"EUR\"}"));
    assertThat(job.deadLetters().stream().map(dead -> dead.cause().message()))
        .containsExactly(
            "the schema id 99999 is not in the registry",
            "no schema id: the first byte is neither 0 nor 1");
  }

  @Test
  void apicuriosOwnIdsFindASchemaWithItsReferences(Sandbox sandbox) throws Exception {
    DirectUnderTest direct = new DirectUnderTest();
    TestJob job =
        TestJob.create(sandbox, direct.engine(), direct.beamOptions(), "apicurio", 1, Map.of());
    int id;
    try (AvroSender sender = new AvroSender(sandbox.registryUrl(), job)) {
      sender.register("apicurio-price", PRICE.replace("\"Price\"", "\"Cost\""));
      id =
          sender.register(
              "apicurio-value",
              "{\"type\":\"record\",\"name\":\"Item\",\"fields\":[{\"name\":\"cost\",\"type\":\"shop.Cost\"}]}",
              "shop.Cost",
              "apicurio-price");
    }
    for (WireForm form : List.of(WireForm.APICURIO_GLOBAL_ID, WireForm.APICURIO_CONTENT_ID)) {
      IdKind kind = form == WireForm.APICURIO_GLOBAL_ID ? IdKind.GLOBAL_ID : IdKind.CONTENT_ID;
      SchemaRegistry registry =
          SchemaRegistries.of(
              new RegistryConfig(
                  sandbox.apicurioUrl(), form, false, RegistryAccess.NONE, Duration.ZERO));

      registry.probe();
      Schema schema = RegistrySchemas.parse(registry.get(SchemaId.of(kind, id)));

      assertThat(schema.getField("cost").schema().getFullName()).isEqualTo("shop.Cost");
      assertThatThrownBy(() -> registry.get(SchemaId.of(kind, 99_999)))
          .isInstanceOf(UnknownSchemaException.class)
          .hasMessage("is not in the registry");
    }
  }

  private static long retries(PipelineResult result, String kind) {
    long sum = 0;
    for (var counter :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.named("portage", "Decode.retries" + kind))
                    .build())
            .getCounters()) {
      sum += counter.getAttempted();
    }
    return sum;
  }

  private void publish(String registry, TestJob job) throws Exception {
    String items =
        ENVELOPE.formatted("items", ID + ",{\"name\":\"price\",\"type\":\"shop.Price\"}", SOURCE);
    try (AvroSender sender = new AvroSender(registry, job)) {
      int first = sender.register("orders-value", ENVELOPE.formatted("orders", ID, SOURCE));
      int second = sender.register("orders-value", ENVELOPE.formatted("orders", ID + NOTE, SOURCE));
      sender.register("price", PRICE);
      int item = sender.register("items-value", items, "shop.Price", "price");
      int key = sender.register("orders-key", KEY);
      int heartbeat = sender.register("heartbeat", HEARTBEAT);

      sender.send(key, 1, first, event("orders", "c", row(1)));
      sender.send(key, 2, second, event("orders", "c", row(2, "note", "new")));
      sender.send(key, 3, first, event("orders", "c", row(3)));
      Map<String, Object> price = Map.of("amount", ByteBuffer.wrap(new byte[] {0x04, (byte) 0xE2}));
      sender.send(key, 7, item, event("items", "c", row(7, "price", price)));
      sender.send(key, 0, heartbeat, Map.of("ts_ms", TIME));
      sender.sendWithHeaders(key, 4, second, event("orders", "c", row(4, "note", "by header")));
      // The delete has no image: only the Avro key names the row.
      sender.send(key, 3, second, event("orders", "d", null));
      sender.sendUnknown(99_999);
      sender.sendText("{}");
    }
  }

  private static Map<String, Object> row(long id, Object... column) {
    Map<String, Object> row = new HashMap<>(Map.of("id", id));
    if (column.length > 0) {
      row.put((String) column[0], column[1]);
    }
    return row;
  }

  private static Map<String, Object> event(
      String table, String op, @Nullable Map<String, Object> after) {
    Map<String, Object> event = new HashMap<>();
    event.put("after", after);
    event.put("op", op);
    event.put("ts_ms", TIME);
    event.put(
        "source",
        Map.of(
            "connector",
            "postgresql",
            "ts_ms",
            TIME,
            "schema",
            "public",
            "table",
            table,
            "lsn",
            LSN.incrementAndGet()));
    return event;
  }
}
