package io.portage.decode.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.Secret;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.debezium.DebeziumAvroConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryConfig.StoreFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of {@code source.registry}. */
class RegistryConfigTest {
  private static final String JOB =
      """
      name: registry
      source:
        kafka: {bootstrapServers: "k:9092", topics: [shop.public.users], groupId: g}
        format: debezium-avro
        %s
      tables:
        - {from: public.users, to: users, key: [id], deletes: hard, metadata: {version: v}%s}
      target:
        jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}
      deadLetters: {kafka: {topic: dlq}}
      """;
  private static final String PLAIN = "registry: {url: \"http://r\"}";

  @TempDir private Path folder;

  @Test
  void readsAllSettings() throws Exception {
    PortageConfig config =
        read(
            """
            registry:
                url: https://registry:8081/apis/registry/v2/
                ids: apicurio-global-id
                keys: json
                user: kim
                password: {env: REGISTRY_PASSWORD}
                keystore: {file: /tls/client.p12, password: k}
                truststore: {file: /tls/ca.p12, password: t}
                unknownIdWait: 2m""");

    Secret password = Secret.referenceTo("env", "REGISTRY_PASSWORD", "source.registry.password");
    RegistryConfig registry =
        new RegistryConfig(
            "https://registry:8081/apis/registry/v2",
            WireForm.APICURIO_GLOBAL_ID,
            true,
            new RegistryAccess(
                Secret.of("kim"),
                password,
                null,
                new StoreFile("/tls/client.p12", Secret.of("k")),
                new StoreFile("/tls/ca.p12", Secret.of("t"))),
            Duration.ofMinutes(2));
    assertThat(config.source().format())
        .isInstanceOfSatisfying(
            DebeziumAvroConfig.class,
            format -> assertThat(format.schemas()).isEqualTo(new Registered(registry)));
    assertThat(config.secrets())
        .containsEntry("source.registry.password", password)
        .containsEntry("source.registry.keystore.password", Secret.of("k"));
    assertThat(config.urls()).containsEntry("source.registry.url", registry.url());
    assertThat(config.toString()).doesNotContain("kim");
  }

  @Test
  void confluentsIdsAreTheDefault() throws Exception {
    assertThat(((DebeziumAvroConfig) read(PLAIN).source().format()).schemas())
        .isEqualTo(
            new Registered(
                new RegistryConfig(
                    "http://r",
                    WireForm.CONFLUENT,
                    false,
                    RegistryAccess.NONE,
                    Duration.ofSeconds(30))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "registry: {url: 'registry:8081'} | source.registry.url: must be one URL, http://host:port"
            + " or https://host:port",
        "registry: {url: 'http://k:s3cret@r'} | source.registry.url: must not contain credentials:"
            + " use source.registry.user and password",
        "registry: {url: 'http://r', ids: apicurio-global-id} | source.registry.url: with"
            + " Apicurio's ids it must be the URL of Apicurio's own API,"
            + " http://host:port/apis/registry/v2 or v3",
        "registry: {url: 'http://r', user: k} | source.registry.user: needs"
            + " source.registry.password",
        "registry: {url: 'http://r', user: k, password: p, token: t} | source.registry.token:"
            + " cannot be combined with source.registry.user and password",
        "registry: {url: 'http://r'}, avroSchema: x.avsc | source.registry: cannot be combined"
            + " with source.avroSchema: use one of them",
        "maxFutureSkew: 1m | source.avroSchema: is missing (or one of avroSingleObjectSchemas,"
            + " registry)",
        "registry: {url: 'http://r'}, avroKeySchema: x.avsc | source.avroKeySchema: needs"
            + " source.avroSchema"
      })
  void rejects(String source, String problem) {
    String yaml = JOB.formatted(source.replace("}, ", "}\n  "), "");

    assertThat(ConfigFiles.problems(folder, yaml))
        .anySatisfy(line -> assertThat(line).endsWith(problem))
        .noneSatisfy(line -> assertThat(line).contains("s3cret"));
  }

  @Test
  void rejectsColumnsWhoseAvroNamesAreEqual() {
    String columns = ", columns: {id: {from: id}, a: {from: %s}, b: {from: %s}}";

    assertThat(problems(columns.formatted("order-no", "order_no")))
        .singleElement()
        .asString()
        .endsWith(
            "the source columns 'order-no' and 'order_no' have one name in an Avro schema,"
                + " order_no: rename one of them in the source, or exclude it in the connector");
    assertThat(problems(columns.formatted("1st", "note")))
        .singleElement()
        .asString()
        .endsWith(
            "an Avro schema has no field '1st': with field.name.adjustment.mode=avro the connector"
                + " names it _1st; use that name here");
    assertThat(problems(columns.formatted("order_no", "note"))).isEmpty();
  }

  private List<String> problems(String table) {
    return ConfigFiles.problems(folder, JOB.formatted(PLAIN, table));
  }

  private PortageConfig read(String source) throws Exception {
    return ConfigReader.read(
        ConfigFiles.write(folder, "job.yaml", JOB.formatted(source, "")), Map.of());
  }
}
