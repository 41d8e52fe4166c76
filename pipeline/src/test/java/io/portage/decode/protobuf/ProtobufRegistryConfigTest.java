package io.portage.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.FormatConfig;
import io.portage.config.Secret;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.plain.ProtobufConfig;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryServer;
import io.portage.decode.registry.WireForm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of Protobuf formats with a registry. */
class ProtobufRegistryConfigTest {
  private static final String JOB =
      """
      name: registry
      source:
        kafka: {bootstrapServers: "k:9092", topics: [users], groupId: g}
        format: protobuf
        %s
      tables:
        - {from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}
      deadLetters: {kafka: {topic: dlq}}
      """;

  @TempDir private Path folder;

  @Test
  void readsTheRegistryAndTheMessage() throws Exception {
    RegistryConfig registry =
        new RegistryConfig(
            "http://r",
            WireForm.CONFLUENT,
            false,
            new RegistryAccess(null, null, Secret.of("t"), null, null),
            Duration.ofSeconds(30));

    FormatConfig all = read("registry: {url: 'http://r', token: t}");
    assertThat(all).isEqualTo(new ProtobufConfig(new Registered(registry, null)));
    assertThat(all.urls()).containsEntry("registry.url", "http://r");
    assertThat(all.credentials()).hasSize(1);
    assertThat(read("registry: {url: 'http://r', token: t}\n  protobuf: {message: shop.Event}"))
        .isEqualTo(new ProtobufConfig(new Registered(registry, "shop.Event")));
  }

  @Test
  void asksTheRegistryBeforeAJob() throws Exception {
    try (RegistryServer server = RegistryServer.start().answer("/subjects", 200, "[]")) {
      assertThat(read("registry: {url: '%s'}".formatted(server.url())).problems()).isEmpty();
      server.answer("/subjects", 401, "");
      assertThat(read("registry: {url: '%s'}".formatted(server.url())).problems())
          .hasEntrySatisfying("registry", problem -> assertThat(problem).contains("HTTP 401"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "maxFutureSkew: 1m | source.protobuf: is missing (or registry)",
        "protobuf: {message: shop.Event} | source.protobuf.descriptors: is missing (or"
            + " source.registry)",
        "protobuf: {descriptors: x.desc} | source.protobuf.message: is missing",
        "registry: {url: 'http://r'}, protobuf: {descriptors: x.desc, message: m} |"
            + " source.protobuf.descriptors: cannot be combined with source.registry: use one of"
            + " them",
        "registry: {url: 'http://r'}, protobuf: {header: confluent} | source.protobuf.header:"
            + " cannot be combined with source.registry: use one of them",
        "registry: {url: 'http://r', user: k} | source.registry.user: needs"
            + " source.registry.password"
      })
  void rejects(String source, String problem) {
    assertThat(ConfigFiles.problems(folder, JOB.formatted(source.replace("}, ", "}\n  "))))
        .singleElement()
        .asString()
        .endsWith(problem);
  }

  private FormatConfig read(String source) throws Exception {
    return ConfigReader.read(ConfigFiles.write(folder, "job.yaml", JOB.formatted(source)), Map.of())
        .source()
        .format();
  }
}
