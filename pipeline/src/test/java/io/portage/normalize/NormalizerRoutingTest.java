package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.HandClock;
import io.portage.config.PortageConfig;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.Formats;
import io.portage.model.Change;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.RowKey;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelopes;
import io.portage.model.event.Format;
import io.portage.model.event.SourceNames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes by patterns, defaults of entries, and sources that are merged into one table. */
final class NormalizerRoutingTest {
  private static final String HEAD =
      """
      name: t
      source:
        kafka: {bootstrapServers: k:9092, topicPattern: "shop.*", groupId: g}
        format: debezium-json
      target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}}
      deadLetters: {files: letters}
      tableDefaults: {key: primary-key, deletes: soft, metadata: {version: v, deleted: d}}
      tables:
      """;

  @TempDir Path folder;

  private final FakeTables tables =
      new FakeTables()
          .with("crm.users", "id int8 not null", "name text", "v numeric", "d bool")
          .with("crm.orders", "id int8 not null", "total int8", "v numeric", "d bool")
          .with("special", "id int8 not null", "name text", "v numeric", "d bool");

  @Test
  void routesByTheGroupsOfAPatternAndLiteralNamesFirst() throws Exception {
    Normalizer normalizer =
        normalizer("- {fromPattern: 'shop\\.(.*)', to: crm.$1}", "- {from: shop.vip, to: special}");

    assertThat(change(normalizer, "shop.users", "id", 1L, "name", "Ada").table())
        .isEqualTo("crm.users");
    assertThat(change(normalizer, "shop.orders", "id", 1L, "total", 5L).table())
        .isEqualTo("crm.orders");
    assertThat(change(normalizer, "shop.vip", "id", 1L, "name", "Ada").table())
        .isEqualTo("special");
    assertThat(dead(normalizer, event("archive.shop.users", "id", 1L)).reason())
        .isEqualTo(Reason.UNKNOWN_TABLE);
  }

  @Test
  void rejectsOnlyTheChangesOfATableWithoutATarget() throws Exception {
    Normalizer normalizer = normalizer("- {fromPattern: 'shop\\.(.*)', to: crm.$1}");

    assertThat(dead(normalizer, event("shop.later", "id", 1L)))
        .isEqualTo(FailureCause.of(Reason.SCHEMA_MISMATCH, "the target has no table crm.later"));
    assertThat(change(normalizer, "shop.users", "id", 1L, "name", "Ada").table())
        .isEqualTo("crm.users");

    tables.with("crm.later", "id int8 not null", "v numeric", "d bool");
    clock.move(java.time.Duration.ofSeconds(2));
    assertThat(change(normalizer, "shop.later", "id", 1L).table()).isEqualTo("crm.later");
  }

  @Test
  void rejectsChangesThatTwoPatternsMatch() throws Exception {
    Normalizer normalizer =
        normalizer("- {fromPattern: 'shop\\.(.*)', to: crm.$1}", "- {fromPattern: '(.*)', to: $1}");

    FailureCause cause = dead(normalizer, event("shop.users", "id", 1L));
    assertThat(cause.reason()).isEqualTo(Reason.UNKNOWN_TABLE);
    assertThat(cause.message()).startsWith("shop.users matches the patterns shop\\.(.*) and (.*)");
  }

  @Test
  void rejectsChangesOfAPatternThatLeadsToTheTargetOfAnotherEntry() throws Exception {
    Normalizer normalizer =
        normalizer(
            "- {fromPattern: 'shop\\.(.*)', to: crm.$1}", "- {from: vip.people, to: crm.users}");

    assertThat(dead(normalizer, event("shop.users", "id", 1L)).message())
        .contains("shop.users goes to crm.users", "to which the entry vip.people writes, too");
  }

  @Test
  void keepsMergedRowsOfEqualIdsApart() throws Exception {
    tables.with("users", "shard text not null", "id int8 not null", "name text", "v numeric");
    String rest = "to: users, key: [shard, id], deletes: hard, metadata: {version: v}";
    Normalizer normalizer =
        normalizer(
            "- {from: eu.users, columns: {shard: {constant: eu}, id: {}, name: {}}, " + rest + "}",
            "- {from: us.users, columns: {shard: {constant: us}, id: {}, name: {}}, " + rest + "}");

    Change eu = change(normalizer, "eu.users", "id", 1L, "name", "Ada");
    Change us = change(normalizer, "us.users", "id", 1L, "name", "Bob");
    Change deleted =
        normalize(
                normalizer,
                EventBuilder.of("d")
                    .before("id", 1L)
                    .position(3, 3)
                    .table("us.users")
                    .kafkaKey("{\"id\":1}")
                    .build())
            .changes
            .get(0);

    assertThat(eu.key().get("shard")).isEqualTo("eu");
    assertThat(eu.row().get("shard")).isEqualTo("eu");
    assertThat(RowKey.of(us)).isNotEqualTo(RowKey.of(eu));
    assertThat(RowKey.of(deleted)).isEqualTo(RowKey.of(us));
  }

  @Test
  void addsPropertiesOfTheSourceToAllColumnsOfTheRow() throws Exception {
    tables.with(
        "users", "origin text not null", "id int8 not null", "name text", "at int8", "v numeric");
    Normalizer normalizer =
        normalizer(
            "- {fromPattern: 'shop_[0-9]+\\.users', to: users, key: [origin, id], deletes: hard,"
                + " columns: {origin: {source: schema}, at: {source: offset}},"
                + " metadata: {version: v}}");
    DecodedRecord event = event("shop_7.users", "id", 1L, "name", "Ada");
    DecodedRecord named =
        new DecodedRecord(
            event.record(),
            Envelopes.named(event.envelope(), new SourceNames("crm", "shop_7", "users")));

    Change change = normalize(normalizer, named).changes.get(0);

    assertThat(change.key().get("origin")).isEqualTo("shop_7");
    assertThat(change.row().get("name")).isEqualTo("Ada");
    assertThat(change.row().get("at")).isEqualTo(17L);
    FailureCause unnamed = dead(normalizer, event("shop_7.users", "id", 1L));
    assertThat(unnamed.column()).isEqualTo("origin");
    assertThat(unnamed.message())
        .contains("does not contain the name of the schema", "the field schema of the connector's");
  }

  @Test
  void rejectsUpdatesOfATableWhoseKeyIsTheRecord() throws Exception {
    tables.with("log", "p int8 not null", "o int8 not null", "text text", "v numeric");
    Normalizer normalizer =
        normalizer(
            "- {from: shop.log, to: log, key: [p, o], deletes: hard, metadata: {version: v},"
                + " columns: {p: {source: partition}, o: {source: offset}}}");

    assertThat(change(normalizer, "shop.log", "text", "a").key().get("o")).isEqualTo(17L);
    assertThat(
            dead(
                    normalizer,
                    EventBuilder.update("text", "b").position(2, 2).table("shop.log").build())
                .message())
        .contains("an update does not say which row it changes");
  }

  private final HandClock clock = new HandClock(TestBed.NOW);

  private Normalizer normalizer(String... entries) throws Exception {
    Path file =
        ConfigFiles.write(folder, "job.yaml", HEAD + "  " + String.join("\n  ", entries) + "\n");
    PortageConfig config = ConfigReader.read(file, Map.of());
    return new Normalizer(config, Formats.of(config.source()), tables, clock, () -> {});
  }

  @Test
  void namesTheSettingOfEventsThatAreRows() throws Exception {
    Normalizer normalizer = normalizer("- {from: shop.users, to: users}");
    Format format = Formats.of(ConfigReader.read(folder.resolve("job.yaml"), Map.of()).source());
    byte[] row = "{\"id\": 1}".getBytes(StandardCharsets.UTF_8);
    DecodedRecord event =
        new DecodedRecord(
            event("shop.users", "id", 1L).record(), format.decode("shop.users", row, List.of()));

    assertThat(dead(normalizer, event).message())
        .startsWith("no table is configured for changes of ")
        .contains("set source.debezium.envelope: unwrapped");
  }

  private static DecodedRecord event(String table, Object... row) {
    return EventBuilder.create(row).position(1, 1).table(table).build();
  }

  private static Change change(Normalizer normalizer, String table, Object... row) {
    RecordingOutput output = normalize(normalizer, event(table, row));
    assertThat(output.dead).isEmpty();
    return output.changes.get(0);
  }

  private static FailureCause dead(Normalizer normalizer, DecodedRecord event) {
    return normalize(normalizer, event).dead.get(0).cause();
  }

  private static RecordingOutput normalize(Normalizer normalizer, DecodedRecord event) {
    RecordingOutput output = new RecordingOutput();
    normalizer.normalize(event, output);
    return output;
  }
}
