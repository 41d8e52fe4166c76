package io.portage.config.reading;

import static io.portage.config.reading.ConfigFiles.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.portage.config.ColumnConfig.ComputedColumn;
import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ColumnConfig.LookupColumn;
import io.portage.config.ColumnConfig.MissPolicy;
import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.ConfigException;
import io.portage.config.Credential;
import io.portage.config.DeadLetterConfig;
import io.portage.config.DebeziumConfig;
import io.portage.config.DebeziumConfig.BinaryMode;
import io.portage.config.DebeziumConfig.DecimalMode;
import io.portage.config.DebeziumConfig.TimeMode;
import io.portage.config.DiscoveryConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.LatestConfig.LatePolicy;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.Secret;
import io.portage.config.SourceConfig;
import io.portage.config.SourceConfig.StartFrom;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TableConfig.Epoch;
import io.portage.config.TableConfig.MetadataColumns;
import io.portage.config.TableConfig.NulPolicy;
import io.portage.config.TableConfig.TruncatePolicy;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.TargetConfig;
import io.portage.config.TestConfigs;
import io.portage.decode.avro.AvroSchemas;
import io.portage.decode.debezium.DebeziumJsonConfig;
import io.portage.decode.plain.AvroConfig;
import io.portage.decode.plain.EnvelopeJsonConfig;
import io.portage.enrich.csv.CsvSource;
import io.portage.enrich.jdbc.QuerySource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "E", "fields": [
        {"name": "op", "type": "string"},
        {"name": "before", "type": "null"},
        {"name": "after", "type": {"type": "record", "name": "R", "fields": []}},
        {"name": "timestamp_ms", "type": "long"}]}
      """;

  @TempDir Path folder;

  @Test
  void readsTheSpillFolderOfDeadLetters() throws Exception {
    PortageConfig config =
        read(
            minimal("envelope-json", "users")
                .replace("{files: letters}", "{kafka: {topic: dlq, spill: /var/spool/letters}}"),
            Map.of());

    assertThat(config.deadLetters())
        .isEqualTo(new DeadLetterConfig.KafkaDeadLetters("dlq", "/var/spool/letters"));
  }

  @Test
  void readsTheDatabaseOfTheSource() throws Exception {
    String yaml = minimal("envelope-json", "users");
    PortageConfig config =
        read(
            yaml.replaceFirst(
                "(?m)^( *)format: envelope-json",
                "$0\n$1jdbc: {url: 'jdbc:mariadb://h/shop', user: cdc, password: {env: SOURCE},"
                    + " tables: {users: shop.users}}"),
            Map.of());

    SourceConfig.DatabaseConfig database = config.source().database();
    assertThat(database.connection().url()).isEqualTo("jdbc:mariadb://h/shop");
    assertThat(database.table("users")).isEqualTo("shop.users");
    assertThat(database.table("other")).isEqualTo("other");
    assertThat(config.secrets()).containsKeys("source.jdbc.user", "source.jdbc.password");
    assertThat(config.urls()).containsEntry("source.jdbc.url", "jdbc:mariadb://h/shop");
    assertThat(read(yaml, Map.of()).source().database()).isNull();
  }

  @Test
  void acceptsTheExampleFile() throws Exception {
    PortageConfig config = read(ConfigFiles.users(folder), ENVIRONMENT);

    assertThat(config.name()).isEqualTo("users");
    assertThat(config.source().bootstrapServers()).isEqualTo("localhost:9092");
    assertThat(config.source().topics()).containsExactly("users_cdc");
    assertThat(config.latest()).isEqualTo(LatestConfig.DEFAULTS);
    assertThat(config.target().jdbc().url()).isEqualTo("jdbc:postgresql://localhost/app");
    assertThat(config.target().jdbc().user().reveal()).isEqualTo("app");
    assertThat(config.target().batchRows()).isEqualTo(1000);
    assertThat(config.deadLetters())
        .isEqualTo(new DeadLetterConfig.KafkaDeadLetters("users_cdc_dlq", "dead-letters-spilled"));
    TableConfig table = config.tables().get(0);
    assertThat(table.deletes()).isEqualTo(DeleteMode.SOFT);
    assertThat(table.columns().keySet())
        .containsExactly(
            "user_id",
            "name",
            "email",
            "email_domain",
            "country_code",
            "country_name",
            "is_corporate");
    assertThat(table.columns())
        .contains(
            entry("user_id", new CopiedColumn("user_id")),
            entry(
                "email_domain",
                new ComputedColumn(
                    "row.email.split('@')[1]", "row.email != null && row.email.contains('@')")),
            entry(
                "country_name",
                new LookupColumn("countries", "country_code", "country_name", MissPolicy.NULL)));
    assertThat(table.metadata())
        .isEqualTo(new MetadataColumns("portage_version", "is_deleted", "updated_at", null, null));
  }

  @Test
  void acceptsValuesFromTheEnvironment() throws Exception {
    Map<String, String> environment =
        Map.of(
            "BENCH_BOOTSTRAP", "localhost:1234",
            "BENCH_TOPIC", "users.cdc",
            "BENCH_GROUP", "g1",
            "BENCH_COUNTRIES", ConfigFiles.countries(folder).toString(),
            "BENCH_JDBC", "jdbc:postgresql://localhost:5432/postgres",
            "BENCH_USER", "u",
            "BENCH_PASSWORD", "p: {not: yaml}",
            "BENCH_DLQ", "/tmp/letters");

    PortageConfig config = read(ConfigFiles.resource("bench.yaml"), environment);

    assertThat(config.source().topics()).containsExactly("users.cdc");
    assertThat(config.source().startFrom()).isEqualTo(StartFrom.EARLIEST);
    assertThat(config.tables().get(0).from()).isEqualTo("users.cdc");
    assertThat(config.target().jdbc().password().reveal()).isEqualTo("p: {not: yaml}");
    assertThat(config.deadLetters())
        .isEqualTo(new DeadLetterConfig.FileDeadLetters("/tmp/letters"));
  }

  @Test
  void usesDefaultsForMissingKeys() throws Exception {
    PortageConfig config = read(minimal("envelope-json", "users"), Map.of());

    assertThat(config)
        .isEqualTo(
            new PortageConfig(
                "minimal",
                TestConfigs.source(
                    "k:9092",
                    List.of("users"),
                    "g",
                    StartFrom.COMMITTED,
                    null,
                    Map.of(),
                    new EnvelopeJsonConfig(),
                    Duration.ofMinutes(10),
                    "__debezium_unavailable_value"),
                LatestConfig.DEFAULTS,
                Map.of(),
                List.of(
                    TestConfigs.table(
                        "users",
                        "users",
                        List.of("id"),
                        DeleteMode.HARD,
                        BeforeImage.WHOLE,
                        null,
                        VersionOrder.TIME,
                        List.of(),
                        TruncatePolicy.DEAD_LETTER,
                        null,
                        new MetadataColumns("v", null, null, null, null))),
                TargetConfig.of(
                    new JdbcConfig("jdbc:postgresql://h/d", Secret.of("u"), Secret.of(""))),
                new DeadLetterConfig.FileDeadLetters("letters")));
  }

  @Test
  void ordersDebeziumByPositionAndTrustsOnlyTheKeyOfItsBefore() throws Exception {
    TableConfig table = read(minimal("debezium-json", "public.users"), Map.of()).tables().get(0);

    assertThat(table.from()).isEqualTo("public.users");
    assertThat(table.order()).isEqualTo(VersionOrder.POSITION);
    assertThat(table.before()).isEqualTo(BeforeImage.KEY);
  }

  @Test
  void readsTheEncodingSettingsOfDebezium() throws Exception {
    String file = minimal("debezium-json", "public.users");
    String format = "format: debezium-json";
    String settings =
        "{binary: base64-url-safe, decimal: precise, time: adaptive_time_microseconds}";

    assertThat(file).contains(format);
    assertThat(read(file, Map.of()).source().format())
        .isEqualTo(new DebeziumJsonConfig(DebeziumConfig.UNSET));
    assertThat(
            read(file.replace(format, format + "\n  debezium: " + settings), Map.of())
                .source()
                .format())
        .isEqualTo(
            new DebeziumJsonConfig(
                new DebeziumConfig(
                    BinaryMode.BASE64_URL_SAFE,
                    DecimalMode.PRECISE,
                    TimeMode.ADAPTIVE_TIME_MICROSECONDS,
                    null,
                    null)));
  }

  @Test
  void readsEveryProperty() throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("COUNTRIES", ConfigFiles.countries(folder).toString());
    environment.put("SCHEMA", ConfigFiles.write(folder, "e.avsc", SCHEMA).toString());
    environment.put("JAAS", "password='${NOT_LOOKED_THROUGH}'");

    PortageConfig config = read(ConfigFiles.resource("full.yaml"), environment);

    assertThat(config.name()).isEqualTo("everything");
    assertThat(config.source())
        .isEqualTo(
            TestConfigs.source(
                "a:9092, b:9093",
                List.of("orders", "customers"),
                "portage-everything",
                StartFrom.INSTANT,
                Instant.parse("2024-09-17T00:00:00Z"),
                Map.of(
                    "enable.auto.commit", Secret.of("false"),
                    "isolation.level", Secret.of("read_committed"),
                    "max.poll.records", Secret.of("100"),
                    "sasl.jaas.config", Secret.of("password='${NOT_LOOKED_THROUGH}'")),
                new AvroConfig(new AvroSchemas.OneSchema(SCHEMA, null)),
                Duration.ofMinutes(2),
                "n/a",
                new DiscoveryConfig(6, Duration.ofSeconds(5), true),
                SourceConfig.UnroutedPolicy.DEAD_LETTER));
    assertThat(config.latest())
        .isEqualTo(
            new LatestConfig(
                Duration.ofSeconds(20),
                Duration.ZERO,
                Duration.ofHours(2),
                Duration.ofMillis(200),
                LatePolicy.DEAD_LETTER,
                32,
                1000));
    assertThat(config.references())
        .containsExactly(
            entry(
                "countries",
                new ReferenceConfig(
                    "csv",
                    new CsvSource(environment.get("COUNTRIES")),
                    "country_code",
                    Duration.ofDays(1))),
            entry(
                "segments",
                new ReferenceConfig(
                    "jdbc",
                    new QuerySource(
                        "select id, label from segments",
                        new JdbcConfig(
                            "jdbc:postgresql://other/db", Secret.of("reader"), Secret.of("0123"))),
                    "id",
                    Duration.ofMinutes(5))),
            entry(
                "currencies",
                new ReferenceConfig(
                    "jdbc",
                    new QuerySource("select * from currencies", null),
                    "code",
                    Duration.ofMinutes(5))));
    assertThat(config.files())
        .containsExactly(entry("references.countries.csv", environment.get("COUNTRIES")));
    assertThat(config.urls())
        .containsExactly(
            entry("references.segments.jdbc.url", "jdbc:postgresql://other/db"),
            entry("target.jdbc.url", "jdbc:postgresql://host/db"));
    assertThat(config.secrets())
        .containsOnlyKeys(
            "source.kafka.properties.enable.auto.commit",
            "source.kafka.properties.isolation.level",
            "source.kafka.properties.max.poll.records",
            "source.kafka.properties.sasl.jaas.config",
            "references.segments.jdbc.user",
            "references.segments.jdbc.password",
            "target.jdbc.user",
            "target.jdbc.password");
    assertThat(config.credentials())
        .filteredOn(Credential::confidential)
        .extracting(Credential::key)
        .containsExactly("references.segments.jdbc.password", "target.jdbc.password");
    assertThat(config.target())
        .isEqualTo(
            new TargetConfig(
                new JdbcConfig("jdbc:postgresql://host/db", Secret.of("app"), Secret.of("$ecret")),
                777,
                "portage.graves",
                Duration.ofDays(90),
                TargetConfig.StalePolicy.DEAD_LETTER,
                new TargetConfig.ParkingConfig(Duration.ofSeconds(30), 500, "portage_waiting"),
                true));
    assertThat(config.deadLetters()).isEqualTo(new DeadLetterConfig.FileDeadLetters("letters"));
    assertThat(config.tables()).hasSize(2).first().isEqualTo(orders());
    assertThat(copy(config)).isEqualTo(config);
  }

  private static TableConfig orders() {
    return TestConfigs.table(
        "orders",
        "sales.orders",
        List.of("order_id", "region"),
        DeleteMode.SOFT,
        BeforeImage.KEY,
        "row.region != 'test'",
        VersionOrder.POSITION,
        List.of(
            new Epoch(Instant.parse("2024-01-01T00:00:00Z"), 1),
            new Epoch(Instant.parse("2024-06-01T00:00:00Z"), 255)),
        TruncatePolicy.DEAD_LETTER,
        Map.of(
            "id", new CopiedColumn("order_id"),
            "region", new CopiedColumn("region"),
            "total", new ComputedColumn("row.price * row.count", "row.price != null"),
            "doubled", new ComputedColumn("row.price * 2.0", null),
            "country",
                new LookupColumn(
                    "countries", "country_code", "country_name", MissPolicy.DEAD_LETTER),
            "segment", new LookupColumn("segments", "segment_id", "label", MissPolicy.NULL)),
        new MetadataColumns("portage_version", "is_deleted", "changed_at", "written_at", "origin"),
        NulPolicy.DEAD_LETTER,
        MissingColumnPolicy.DEAD_LETTER);
  }

  private static String minimal(String format, String from) {
    return """
        name: minimal
        source:
          kafka: {bootstrapServers: k:9092, topics: [users], groupId: g}
          format: %s
        tables:
          - {from: %s, to: users, key: [id], deletes: hard, metadata: {version: v}}
        target:
          jdbc: {url: "jdbc:postgresql://h/d", user: u, password: ""}
        deadLetters: {files: letters}
        """
        .formatted(format, from);
  }

  private PortageConfig read(String yaml, Map<String, String> environment) throws ConfigException {
    return ConfigReader.read(ConfigFiles.write(folder, "job.yaml", yaml), environment);
  }

  private static Object copy(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
