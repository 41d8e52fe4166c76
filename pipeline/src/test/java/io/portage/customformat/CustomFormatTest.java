package io.portage.customformat;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.ColumnDrift.MissingColumnPolicy;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.BeforeImage;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.DecodeFixtures;
import io.portage.decode.Formats;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A format that only the tests register is a format like every other. */
final class CustomFormatTest {
  private static final String JOB =
      """
      name: custom
      source:
        kafka: {bootstrapServers: "k:9092", topics: [custom], groupId: g}
        format: custom-json
      tables:
        - {from: shop.users, to: users, key: [id], deletes: hard, metadata: {version: v}}
      target:
        jdbc: {url: "jdbc:postgresql://h/d", user: u, password: {env: P}}
      deadLetters: {kafka: {topic: dlq}}
      """;
  private static final Instant TIME = Instant.ofEpochSecond(1_449_786_310);

  @TempDir private Path folder;

  @Test
  void isReadFromTheConfigurationWithItsDefaults() throws Exception {
    PortageConfig config = read(JOB);

    assertThat(config.source().format()).isEqualTo(new CustomConfig(false));
    TableConfig table = config.tables().get(0);
    assertThat(table.before()).isEqualTo(BeforeImage.WHOLE);
    assertThat(table.order()).isEqualTo(VersionOrder.TIME);
    assertThat(table.missingColumns()).isEqualTo(MissingColumnPolicy.DEAD_LETTER);
    assertThat(SerializableUtils.ensureSerializable(config)).isEqualTo(config);
  }

  @Test
  void hasItsOwnKeyAndChecks() throws Exception {
    String format = "format: custom-json";

    assertThat(
            read(JOB.replace(format, format + "\n  custom: {bootstrap: ignore}")).source().format())
        .isEqualTo(new CustomConfig(true));
    assertThat(
            ConfigFiles.problems(
                folder, JOB.replace(format, format + "\n  custom: {bootstrp: ignore}")))
        .containsExactly("5: source.custom.bootstrp: unknown key (did you mean bootstrap?)");
    assertThat(ConfigFiles.problems(folder, JOB.replace("from: shop.users", "from: users")))
        .containsExactly("6: tables[0].from: not a source table: 'users' (write database.table)");
    assertThat(
            ConfigFiles.problems(
                folder,
                JOB.replace(format, "format: debezium-json\n  custom: {bootstrap: ignore}")))
        .containsExactly("5: source.custom: is for the format custom-json only");
  }

  @Test
  void aMisspelledNameIsRejectedWithASuggestionAndAllNames() {
    assertThat(ConfigFiles.problems(folder, JOB.replace("custom-json", "custm-json")))
        .singleElement()
        .asString()
        .startsWith(
            "4: source.format: unknown value: 'custm-json' (did you mean custom-json? allowed:")
        .contains("avro", "debezium-avro", "debezium-json", "envelope-json", "custom-json");
  }

  @Test
  void decodesEventsAfterSerialization() throws Exception {
    Format format = SerializableUtils.ensureSerializable(Formats.of(read(JOB).source()));

    assertThat(DecodeFixtures.decode(format, event("update", "{\"id\":1,\"name\":\"Kim\"}")))
        .isEqualTo(
            new Envelope(
                "u",
                "shop.users",
                null,
                new Image(Row.of(Columns.of("id", "name"), 1L, "Kim"), Set.of()),
                TIME,
                null));
    assertThat(DecodeFixtures.decode(format, event("delete", "{\"id\":1}")))
        .isEqualTo(
            new Envelope(
                "d",
                "shop.users",
                new Image(Row.of(Columns.of("id"), 1L), Set.of()),
                null,
                TIME,
                null));
    assertThat(DecodeFixtures.decode(format, event("bootstrap-start", "{}")))
        .isEqualTo(Envelope.control(TIME));
    assertThat(DecodeFixtures.problem(format, event("insert", "7")))
        .isEqualTo("data is neither an object nor null");
    assertThat(DecodeFixtures.problem(format, event("insert", "{}") + "x"))
        .startsWith("not valid JSON at byte");
  }

  static String event(String type, String data) {
    return "{\"database\":\"shop\",\"table\":\"users\",\"type\":\"%s\",\"ts\":1449786310,\"xid\":940752,\"commit\":true,\"data\":%s}"
        .formatted(type, data);
  }

  private PortageConfig read(String yaml) throws Exception {
    return ConfigReader.read(ConfigFiles.write(folder, "custom.yaml", yaml), Map.of("P", "secret"));
  }
}
