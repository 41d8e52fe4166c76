package io.portage.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.model.Coordinates;
import io.portage.model.event.Format;
import io.portage.model.event.SourceRecord;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a configuration and records to tables. */
final class JobTablesTest {
  private static final Dialect POSTGRES = Dialects.of("jdbc:postgresql://host/db");
  private static final String ENVELOPE =
      """
      {"schema":{"type":"struct","fields":[{"field":"after","type":"struct","fields":[%s]}]},
       "payload":{"op":"c","after":%s,"source":{"schema":"s","table":"t"}}}""";

  @TempDir private Path folder;

  private PortageConfig config(String tables) throws Exception {
    Path file = folder.resolve("job.yaml");
    Files.writeString(
        file,
        """
        name: job
        source:
          kafka: {bootstrapServers: "h:1", topics: [p.s.t, p.s.u], groupId: g}
          format: debezium-json
        references:
          countries: {csv: countries.csv, key: code}
        tables:
        %s
        target:
          jdbc: {url: "jdbc:postgresql://host/db", user: u, password: p}
        deadLetters: {files: letters}
        """
            .formatted(tables)
            .replace(
                "countries.csv",
                Files.writeString(folder.resolve("c.csv"), "code,name\n").toString()));
    return ConfigReader.read(file, Map.of());
  }

  private static SourceRecord record(long time, String key, String value) {
    return new SourceRecord(
        new Coordinates("p.s.t", 0, time),
        time,
        time,
        key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8),
        List.of(),
        0);
  }

  private static JobTables tables(PortageConfig config, SourceRecord... records) {
    SourceConfig source = config.source();
    Format format = source.format().create(source.unavailableValuePlaceholder());
    return JobTables.of(
        config, POSTGRES, SourceSample.of(format, source.topics(), List.of(records)));
  }

  private static String sql(JobTables tables) {
    return tables.tables().stream()
        .map(POSTGRES.definitions().orElseThrow()::createTable)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void derivesTypesFromValuesWithoutASchema() throws Exception {
    PortageConfig config =
        config("  - {from: s.t, to: a.t, key: [id], deletes: hard, metadata: {version: v}}");
    String source = ",\"source\":{\"schema\":\"s\",\"table\":\"t\"}}";
    JobTables tables =
        tables(
            config,
            record(
                1,
                "{\"id\":1}",
                "{\"op\":\"c\",\"after\":{\"n\":1,\"id\":1,\"date\":19000,"
                    + "\"text\":\"2024-01-01\",\"any\":1,\"nil\":null,\"list\":[1],\"b\":true}"
                    + source),
            record(
                2,
                "{\"id\":2}",
                "{\"op\":\"c\",\"after\":{\"n\":2.5,\"id\":2,\"date\":null,"
                    + "\"text\":null,\"any\":\"x\",\"nil\":null,\"list\":null,\"later\":\"y\"}"
                    + source));

    assertThat(tables.problems()).isEmpty();
    assertThat(sql(tables))
        .isEqualTo(
            """
            -- from s.t
            -- The records have no schema: the types are those of the values in 2 of them (whole \
            numbers bigint, other numbers numeric, texts text, never dates or bytes). Check them.
            CREATE TABLE IF NOT EXISTS "a"."t" (
              "id" bigint NOT NULL,
              "n" numeric,
              "date" bigint,
              "text" text,
              "any" text, -- no type for values of several kinds
              "nil" text, -- no type for a column with nulls only
              "list" json,
              "b" boolean,
              "later" text,
              "v" numeric,
              PRIMARY KEY ("id")
            )""");
  }

  @Test
  void definesMappedColumnsAndMetadata() throws Exception {
    PortageConfig config =
        config(
            """
              - from: s.t
                to: t
                key: [id]
                deletes: soft
                columns:
                  key: {from: id}
                  name: {}
                  gone: {}
                  is_long: {value: "size(row.name) > 3"}
                  copy: {value: "row.id"}
                  sum: {value: "row.id + row.more"}
                  country: {lookup: countries, by: name, column: name, miss: null}
                metadata: {version: v, deleted: dead, sourceTime: at, appliedTime: done}\
            """);
    String old = "{\"field\":\"id\",\"type\":\"int32\"},{\"field\":\"gone\",\"type\":\"string\"}";
    String now =
        "{\"field\":\"id\",\"type\":\"int64\"},{\"field\":\"name\",\"type\":\"string\",\"default\":"
            + "\"none\"}";
    JobTables tables =
        tables(
            config,
            record(5, "{\"id\":1}", ENVELOPE.formatted(now, "{\"id\":1,\"name\":\"x\"}")),
            record(4, "{\"id\":1}", ENVELOPE.formatted(old, "{\"id\":1,\"gone\":\"x\"}")));

    assertThat(sql(tables))
        .isEqualTo(
            """
            -- from s.t
            CREATE TABLE IF NOT EXISTS "t" (
              "key" bigint NOT NULL,
              "name" text DEFAULT 'none',
              "gone" text,
              "is_long" boolean,
              "copy" bigint,
              "sum" text, -- no type for an expression whose result depends on the row
              "country" text, -- no type for a column of the reference countries
              "dead" bool DEFAULT false NOT NULL,
              "at" timestamptz,
              "done" timestamptz,
              "v" numeric,
              PRIMARY KEY ("key")
            )""");
  }

  @Test
  void namesTheTopicsOfATableWithoutRecords() throws Exception {
    PortageConfig config =
        config(
            """
              - {from: s.t, to: t, key: [id], deletes: hard, metadata: {version: v}}
              - {from: s.u, to: u, key: [id], deletes: hard, metadata: {version: v}}\
            """);

    JobTables tables = tables(config, record(1, "{\"id\":1}", "not JSON"));

    assertThat(tables.tables()).isEmpty();
    assertThat(tables.problems().get("t"))
        .contains("no change of s.t", "one of topic p.s.t is malformed");
    assertThat(tables.problems().get("u"))
        .isEqualTo("topic p.s.u has no change of a row among its last records");
  }
}
