package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.config.ColumnConfig.CopiedColumn;
import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.TruncatePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
      tableDefaults: {deletes: hard, metadata: {version: v}}
      tables: [%s]
      """;

  @TempDir private Path folder;

  private TableConfig read(String settings) throws Exception {
    return job("{from: visits, to: visits, " + settings + "}").tables().get(0);
  }

  private PortageConfig job(String tables) throws Exception {
    Path file = Files.writeString(folder.resolve("job.yaml"), JOB.formatted(tables));
    return ConfigReader.read(file, Map.of());
  }

  @Test
  void theColumnIsTheKey() throws Exception {
    TableConfig table = read("key: {record: id}");

    assertThat(table.appends()).isTrue();
    assertThat(table.key()).isEqualTo(List.of("id"));
    assertThat(table.columns()).isNull();
    assertThat(table).isEqualTo(read("key: [id], columns: {id: {source: record}}"));
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
          key: {record: id}, columns: {id: {constant: 1}} | column id is already used for another value
          key: {record: v}                     | column v is already used for another value
          key: {record: id}, before: whole     | has no effect
          key: {}                              | record
          """)
  void errorsNameTheSetting(String settings, String message) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{from: visits, to: visits, key: {record: id}, truncate: apply}",
        "{from: visits, to: visits, key: [id], columns: {id: {source: offset}}, truncate: apply}",
        "{fromPattern: 'shop\\.(.*)', to: '$1', key: {record: id}, truncate: apply}",
      })
  void aTruncateOfTheOnlySourceMayBeApplied(String table) throws Exception {
    assertThat(job(table).tables().get(0).truncate()).isEqualTo(TruncatePolicy.APPLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{from: a, to: all, key: {record: id}, truncate: apply}, "
            + "{from: b, to: all, key: {record: id}, truncate: apply}",
        "{fromPattern: '(.*)', to: all, key: {record: id}, truncate: apply}",
        "{from: visits, to: visits, key: [id, shop], "
            + "columns: {id: {source: record}, shop: {constant: a}}, truncate: apply}",
      })
  void aTruncateOfOneOfSeveralSourcesIsRefused(String tables) {
    assertThatThrownBy(() -> job(tables))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("apply would remove the rows of all sources of the target");
  }
}
