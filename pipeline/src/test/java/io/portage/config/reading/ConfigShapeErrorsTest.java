package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.ConfigException;
import io.portage.config.FormatProvider;
import io.portage.config.yaml.ConfigError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigShapeErrorsTest {
  @TempDir Path folder;

  @Test
  void namesFileLineColumnAndKey() {
    String yaml = ConfigFiles.users(folder).replace("window: 10s", "window: 10 sec");
    Path file = ConfigFiles.write(folder, "job.yaml", yaml);

    assertThatThrownBy(() -> ConfigReader.read(file, ConfigFiles.ENVIRONMENT))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            file + ":11: latest.window: not a duration: '10 sec' (write 10s, 500ms, 5m, 1h)")
        .satisfies(
            e ->
                assertThat(((ConfigException) e).problems())
                    .containsExactly(
                        new ConfigError(
                            file.toString(),
                            11,
                            11,
                            "latest.window",
                            "not a duration: '10 sec' (write 10s, 500ms, 5m, 1h)")));
  }

  @Test
  void reportsEverythingAtOnceInTheOrderOfTheFile() {
    assertThat(
            problems(
                "format: envelope-json", "format: json",
                "emitEvery: 250ms", "emitEvry: 1s",
                "deletes: soft ", "",
                "{rows: 1000}", "{rows: many}",
                "bootstrapServers: ${KAFKA_BOOTSTRAP:-localhost:9092}",
                    "bootstrapServers: ${KAFKA}"))
        .containsExactly(
            "4: source.kafka.bootstrapServers: the environment does not define KAFKA: '${KAFKA}'"
                + " (set it, or give a default: ${KAFKA:-default})",
            "9: source.format: unknown value: 'json'"
                + " (allowed: "
                + String.join(", ", FormatProvider.all().keySet())
                + ")",
            "14: latest.emitEvry: unknown key (did you mean emitEvery?)",
            "22: tables[0].deletes: is missing",
            "37: target.batch.rows: not a whole number: 'many' (from 1 to 100000)");
  }

  @Test
  void reportsEveryMissingRequiredKey() {
    assertThat(ConfigFiles.problems(folder, "{}"))
        .containsExactly(
            "1: deadLetters: is missing",
            "1: name: is missing",
            "1: source: is missing",
            "1: tables: is missing",
            "1: target: is missing");
    assertThat(ConfigFiles.problems(folder, "source: {kafka: {}}\ntarget: {jdbc: {}}\nname:\n"))
        .containsExactly(
            "1: deadLetters: is missing",
            "1: source.format: is missing",
            "1: tables: is missing",
            "1: source.kafka.bootstrapServers: is missing",
            "1: source.kafka.groupId: is missing",
            "1: source.kafka.topics: is missing",
            "2: target.jdbc.password: is missing",
            "2: target.jdbc.url: is missing",
            "2: target.jdbc.user: is missing",
            "3: name: is missing");
  }

  @Test
  void suggestsTheNearestKeyOrListsAll() {
    assertThat(problems("groupId:", "groupid:"))
        .containsExactly(
            "3: source.kafka.groupId: is missing",
            "6: source.kafka.groupid: unknown key (did you mean groupId?)");
    assertThat(problems("{rows: 1000}", "{rows: 1000, colour: red}"))
        .containsExactly("37: target.batch.colour: unknown key (known: rows)");
    assertThat(problems("latest:", "lattest:"))
        .containsExactly("10: lattest: unknown key (did you mean latest?)");
  }

  @Test
  void rejectsValuesOfTheWrongKind() {
    assertThat(problems("topics: [users_cdc]", "topics: users_cdc"))
        .contains("5: source.kafka.topics: expected a list, found one value");
    assertThat(problems("name: users\n", "name: [users]\n"))
        .containsExactly("1: name: expected one value, found a list");
    assertThat(problems("name: users\n", "name: {is: users}\n"))
        .containsExactly("1: name: expected one value, found keys and values");
    assertThat(problems("batch: {rows: 1000}", "batch: 1000"))
        .containsExactly("37: target.batch: expected keys and values, found one value");
    assertThat(problems("topics: [users_cdc]", "topics: [users_cdc, {a: b}, null]"))
        .containsExactly(
            "5: source.kafka.topics[1]: expected one value, found keys and values",
            "5: source.kafka.topics[2]: is missing");
    assertThat(ConfigFiles.problems(folder, "- a\n- b\n"))
        .containsExactly("1: expected keys and values, found a list");
  }

  @Test
  void rejectsEmptyValues() {
    assertThat(problems("topics: [users_cdc]", "topics: []"))
        .containsExactly("5: source.kafka.topics: must not be empty");
    assertThat(problems("key: [user_id]", "key: []"))
        .containsExactly("24: tables[0].key: must not be empty");
    assertThat(problems("groupId: portage-users", "groupId: ' '"))
        .containsExactly("6: source.kafka.groupId: must not be empty");
    assertThat(ConfigFiles.problems(folder, "# nothing\n")).containsExactly(" is empty");
  }

  @Test
  void rejectsDuplicateKeys() {
    assertThat(problems("  window: 10s", "  late: apply"))
        .containsExactly("15: latest.late: duplicate key, first in line 11");
    assertThat(problems("      name: {}", "      email: {}"))
        .containsExactly("29: tables[0].columns.email: duplicate key, first in line 28");
  }

  @Test
  void reportsThePositionOfASyntaxError() {
    assertThat(ConfigFiles.problems(folder, "name: users\nsource: {kafka: [\ntarget: x\n"))
        .singleElement()
        .asString()
        .isEqualTo(
            "4: not YAML: while parsing a flow sequence from line 2 on:"
                + " expected ',' or ']', but got <stream end>");
    assertThat(ConfigFiles.problems(folder, "name: a\n--- \nname: b\n"))
        .singleElement()
        .asString()
        .startsWith("2: not YAML: ");
    assertThat(ConfigFiles.problems(folder, "name: a\nsource: \u0007\n"))
        .containsExactly("2: not YAML: a character that is not allowed in YAML");
  }

  @Test
  void reportsAFileThatCannotBeRead() throws Exception {
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: Zürich".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ConfigReader.read(Path.of("nowhere.yaml"), Map.of()))
        .hasMessage("nowhere.yaml: no such file");
    assertThatThrownBy(() -> ConfigReader.read(latin, Map.of()))
        .hasMessage(latin + ": is not UTF-8");
  }

  @Test
  void neverShowsSecrets() {
    List<String> problems =
        problems(
            "\"${PORTAGE_JDBC_PASSWORD:-app}\"", "\"hunter2${\"",
            "\"${PORTAGE_JDBC_URL}\"", "\"postgresql://u:hunter2@h/d\"",
            "properties: {}", "properties: {sasl.jaas.config: 'hunter2${', group.id: hunter2}");

    assertThat(problems).hasSize(4).noneMatch(problem -> problem.contains("hunter2"));
    assertThat(problems.get(1))
        .isEqualTo("8: source.kafka.properties.group.id: not allowed: is source.kafka.groupId");
  }

  /** Returns the errors of the example file after replacing texts, given in pairs. */
  private List<String> problems(String... replacements) {
    String yaml = ConfigFiles.users(folder);
    for (int i = 0; i < replacements.length; i += 2) {
      assertThat(yaml).contains(replacements[i]);
      yaml = yaml.replace(replacements[i], replacements[i + 1]);
    }
    return ConfigFiles.problems(folder, yaml);
  }
}
