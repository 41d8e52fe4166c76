package io.portage.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  /** The serialized form of {@code Secret.of("p4ss")} by the release before references. */
  private static final String OLD =
      "rO0ABXNyABhpby5wb3J0YWdlLmNvbmZpZy5TZWNyZXQAAAAAAAAAAQIAAUwABXZhbHVldAASTGphdmEvbGFuZy9TdHJp"
          + "bmc7eHB0AARwNHNz";

  @TempDir Path folder;

  @Test
  void readsAReferenceEachTimeWithoutItsLineEnd() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    Secret secret = Secret.referenceTo("file", file.toString(), "target.jdbc.password");
    assertThat(secret.reveal()).isEqualTo("first");

    Files.writeString(file, " second \r\n");

    assertThat(secret.reveal()).isEqualTo(" second ");
  }

  @Test
  void serializesAReferenceWithoutItsValue() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "s3cr3t");
    Secret secret = Secret.referenceTo("file", file.toString(), "target.jdbc.password");
    assertThat(secret.reveal()).isEqualTo("s3cr3t");

    byte[] bytes = bytes(secret);

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
    assertThat(object(bytes)).isEqualTo(secret);
    assertThat(((Secret) object(bytes)).reveal()).isEqualTo("s3cr3t");
    assertThat(secret).hasToString("{file: " + file + "}");
  }

  @Test
  void readsASecretSerializedByAnOlderRelease() throws Exception {
    Secret old = (Secret) object(Base64.getDecoder().decode(OLD));

    assertThat(old).isEqualTo(Secret.of("p4ss")).hasToString("***");
    assertThat(old.reveal()).isEqualTo("p4ss");
    assertThat(old.isPlain()).isTrue();
  }

  @Test
  void namesTheKeyAndTheReferenceOfAnUnresolvableSecret() {
    assertThatThrownBy(
            () -> Secret.referenceTo("env", "PORTAGE_NONE", "target.jdbc.password").reveal())
        .isInstanceOf(SecretException.class)
        .hasMessage(
            "target.jdbc.password: the secret {env: PORTAGE_NONE} cannot be read: the environment"
                + " of this process does not define it");
    assertThatThrownBy(() -> Secret.referenceTo("file", "/no/such", "k").reveal())
        .hasMessage("k: the secret {file: /no/such} cannot be read: there is no such file here");
    assertThatThrownBy(() -> Secret.referenceTo("vault", "x", "k").reveal())
        .hasMessage(
            "k: the secret {vault: x} cannot be read: no secret store vault on this class path,"
                + " found: env, file");
  }

  @Test
  void readsAVariableInTheProcessThatAsks() throws IOException {
    EnvironmentSecrets store = new EnvironmentSecrets(Map.of("DB", "p: {x}\n"));

    assertThat(store.read("DB")).isEqualTo("p: {x}\n");
  }

  @Test
  void comparesReferencesWithoutTheirKeys() {
    assertThat(Secret.referenceTo("env", "A", "target.jdbc.password"))
        .isEqualTo(Secret.referenceTo("env", "A", "references.x.jdbc.password"))
        .isNotEqualTo(Secret.referenceTo("env", "B", "target.jdbc.password"))
        .isNotEqualTo(Secret.of("A"));
  }

  @Test
  void acceptsReferencesForTheDatabaseAndForKafkaProperties() throws Exception {
    PortageConfig config =
        ConfigReader.read(
            ConfigFiles.write(
                folder,
                "job.yaml",
                job(
                    "properties: {sasl.jaas.config: {env: JAAS}, max.poll.records: 5}",
                    "{file: /run/secrets/db}")),
            Map.of());

    assertThat(config.target().jdbc().password())
        .isEqualTo(Secret.referenceTo("file", "/run/secrets/db", "target.jdbc.password"));
    assertThat(config.source().kafka().properties())
        .isEqualTo(
            Map.of(
                "sasl.jaas.config",
                Secret.referenceTo("env", "JAAS", "source.kafka.properties.sasl.jaas.config"),
                "max.poll.records",
                Secret.of("5")));
  }

  @Test
  void reportsAnInvalidReferenceWithItsPositionAndWithoutItsText() {
    assertThat(problems("", "{vault: a}"))
        .containsExactly(
            "6: target.jdbc.password: must be a value, or a reference with one of env, file",
            "6: target.jdbc.password.vault: unknown key (known: env, file)");
    assertThat(problems("", "{env: A, file: b}"))
        .containsExactly(
            "6: target.jdbc.password: must be a value, or a reference with one of env, file");
    assertThat(problems("", "{env: 'my p4ss!'}"))
        .containsExactly(
            "6: target.jdbc.password.env: is not the name of a variable (write {env: NAME})");
  }

  @Test
  void rejectsAReferenceForAPropertyThatAGuaranteeDependsOn() {
    assertThat(problems("properties: {enable.auto.commit: {env: AUTO}}", "p"))
        .containsExactly(
            "3: source.kafka.properties.enable.auto.commit: must be false, otherwise offsets would"
                + " be committed before their records are written");
  }

  private List<String> problems(String kafka, String password) {
    return ConfigFiles.problems(folder, job(kafka, password));
  }

  private static String job(String kafka, String password) {
    return """
        name: secrets
        source:
          kafka: {bootstrapServers: k:9092, topics: [users], groupId: g%s}
          format: envelope-json
        tables: [{from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}]
        target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: %s}}
        deadLetters: {files: letters}
        """
        .formatted(kafka.isEmpty() ? "" : ", " + kafka, password);
  }

  private static byte[] bytes(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return bytes.toByteArray();
  }

  private static Object object(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return in.readObject();
    }
  }
}
