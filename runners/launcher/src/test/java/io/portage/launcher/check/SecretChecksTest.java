package io.portage.launcher.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.launcher.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The checks of the secrets of references and of the target. */
final class SecretChecksTest {
  private static final String JOB =
      """
      name: job
      source:
        kafka: {bootstrapServers: localhost:9092, topics: [users], groupId: g}
        format: envelope-json
      references:
        own:
          jdbc: {query: select, url: "jdbc:postgresql://h/d?password=s3cret", user: u, password: p}
          key: id
        shared: {jdbc: {query: select}, key: id}
      tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
      target:
        jdbc: {url: "jdbc:postgresql://u:s3cret@h/d", user: u, password: {file: %s}}
      deadLetters: {files: letters}
      """;

  @TempDir Path folder;

  @Test
  void warnsOfSecretsInTheUrlsOfReferencesAndOfTheTarget() throws Exception {
    assertThat(SecretChecks.urls(config()))
        .extracting(CheckResult::toString)
        .allMatch(warning -> !warning.contains("s3cret"))
        .satisfiesExactly(
            own ->
                assertThat(own)
                    .contains(
                        "references.own.jdbc.url", "put it into references.own.jdbc.password"),
            target -> assertThat(target).contains("target.jdbc.url", "target.jdbc.password"));
  }

  @Test
  void namesTheSecretsThatAnEngineWouldStoreInPlainText() throws Exception {
    Engine storing =
        new Engine() {
          @Override
          public String runner() {
            return "StoringRunner";
          }

          @Override
          public List<String> defaults(boolean bounded, List<String> given) {
            return List.of();
          }

          @Override
          public boolean storesJobGraph() {
            return true;
          }

          @Override
          public boolean runsRemotely(List<String> given) {
            return true;
          }
        };

    assertThat(EngineChecks.run(storing, config(), List.of(), /* plainSecrets= */ false))
        .extracting(CheckResult::subject)
        .containsExactlyInAnyOrder(
            "references.own.jdbc.url", "references.own.jdbc.password", "target.jdbc.url");
    assertThat(EngineChecks.run(storing, config(), List.of(), /* plainSecrets= */ true)).isEmpty();
  }

  @Test
  void reportsAnUnreadableSecretByItsKey() throws Exception {
    PortageConfig config = config();
    assertThat(SecretChecks.run(config)).isEmpty();

    Files.delete(folder.resolve("password"));

    assertThat(SecretChecks.run(config))
        .singleElement()
        .extracting(CheckResult::detail)
        .asString()
        .startsWith("target.jdbc.password: the secret {file: ");
  }

  private PortageConfig config() throws Exception {
    Path password = Files.writeString(folder.resolve("password"), "s3cret");
    return ConfigReader.read(
        Files.writeString(folder.resolve("job.yaml"), JOB.formatted(password)), Map.of());
  }
}
