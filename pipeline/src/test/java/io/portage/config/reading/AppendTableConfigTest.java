package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ConfigException;
import io.portage.config.TableConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table whose key is the record's coordinates. */
final class AppendTableConfigTest {
  private static final String JOB =
      """
      name: t
      source:
        kafka: {bootstrapServers: k:9092, topics: [visits], groupId: g}
        format: envelope-json
      target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}}
      deadLetters: {files: letters}
      tables:
        - {from: visits, to: visits, deletes: hard, metadata: {version: v}, %s}
      """;

  @TempDir private Path folder;

  private TableConfig read(String settings) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), JOB.formatted(settings));
    return ConfigReader.read(file, Map.of()).tables().get(0);
  }

  @Test
  void theColumnIsTheKey() throws Exception {
    TableConfig table = read("key: {record: id}");

    assertThat(table.appends()).isTrue();
    assertThat(table.key()).isEqualTo(List.of("id"));
    assertThat(table.columns()).isNull();
    assertThat(read("key: [id]").appends()).isFalse();
  }

  @Test
  void theColumnIsAddedToListedColumns() throws Exception {
    TableConfig table = read("key: {record: id}, columns: {note: {from: text}}");

    assertThat(table.columns())
        .isEqualTo(Map.of("note", new CopiedColumn("text"), "id", new CopiedColumn("id")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          key: {record: id}, columns: {id: {}} | column id is already used for another value
          key: {record: v}                     | column v is already used for another value
          key: {record: id}, before: whole     | has no effect
          key: {}                              | record
          """)
  void errorsNameTheSetting(String settings, String message) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
