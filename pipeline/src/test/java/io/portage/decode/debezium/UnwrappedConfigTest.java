package io.portage.decode.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.DebeziumConfig;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.debezium.EnvelopeSettings.TombstoneMeaning;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of unwrapped events. */
class UnwrappedConfigTest {
  private static final String JOB =
      """
      name: unwrapped
      source:
        kafka: {bootstrapServers: "k:9092", topics: [shop.public.users], groupId: g}
        format: debezium-json
        debezium: {%s}
      tables:
        - {from: %s, to: users, key: [id], deletes: hard, metadata: {version: v}%s}
      target:
        jdbc: {url: "jdbc:postgresql://h/d", user: u, password: {env: P}}
      deadLetters: {kafka: {topic: dlq}}
      """;

  @TempDir private Path folder;

  @Test
  void readsTheSettings() throws Exception {
    String settings =
        "envelope: unwrapped, fieldPrefix: cdc., tombstones: delete, controlRecords: [signals]";
    PortageConfig config =
        ConfigReader.read(
            ConfigFiles.write(
                folder,
                "job.yaml",
                JOB.formatted(settings, "shop.public.users", ", order: offset")),
            Map.of("P", "secret"));

    assertThat(config.source().format())
        .isEqualTo(
            new DebeziumJsonConfig(
                DebeziumConfig.UNSET,
                new EnvelopeSettings(true, "cdc.", TombstoneMeaning.DELETE, Set.of("signals"))));
  }

  @Test
  void rejectsWhatCannotBeRight() {
    assertThat(problems("tombstones: delete", "public.users", ""))
        .containsExactly("5: source.debezium.tombstones: is for envelope: unwrapped only");
    assertThat(problems("envelope: unwrapped, fieldPrefix: \"\"", "public.users", ""))
        .singleElement()
        .asString()
        .contains("source.debezium.fieldPrefix: ");
    assertThat(problems("envelope: unwrapped, tombstones: delete", "public.users", ""))
        .containsExactlyInAnyOrder(
            "7: tables[0].from: no such topic in source.kafka.topics: 'public.users' (did you mean"
                + " shop.public.users?)",
            "7: tables[0].order: must be offset if source.debezium.tombstones is delete, because"
                + " a tombstone has neither a position nor a time");
  }

  private List<String> problems(String settings, String from, String rest) {
    return ConfigFiles.problems(folder, JOB.formatted(settings, from, rest));
  }
}
