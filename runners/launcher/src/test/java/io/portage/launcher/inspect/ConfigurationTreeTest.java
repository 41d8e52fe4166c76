package io.portage.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.reading.ConfigReader;
import io.portage.launcher.output.JsonText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTreeTest {
  @TempDir private Path folder;

  @Test
  void showsSecretsAsReferences() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: x
            source:
              kafka:
                bootstrapServers: "localhost:1"
                topics: [users]
                groupId: g
                properties: {sasl.jaas.config: hidden-one}
              format: envelope-json
            tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
            target:
              jdbc:
                url: jdbc:postgresql://localhost:1/x?password=hidden-two
                user: u
                password: {env: DATABASE_PASSWORD}
            deadLetters: {files: letters}
            """);

    String shown =
        JsonText.indented(
            ConfigurationTree.of(
                ConfigReader.read(file, Map.of("DATABASE_PASSWORD", "hidden-three"))));

    assertThat(shown)
        .doesNotContain("hidden-")
        .contains(
            "{env: DATABASE_PASSWORD}",
            "\"groupId\" : \"g\"",
            "\"name\" : \"envelope-json\"",
            "password=***");
  }
}
