package io.portage.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.config.routing.TableRoutes;
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
import java.util.stream.Stream;
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
    return read(job(tables));
  }

  private PortageConfig read(String job) throws Exception {
    return ConfigReader.read(Files.writeString(folder.resolve("job.yaml"), job), Map.of());
  }

  private String job(String tables) throws Exception {
    return """
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
            "countries.csv", Files.writeString(folder.resolve("c.csv"), "code,name\n").toString());
  }

  private static SourceRecord record(long time, String key, String value) {
    return record("p.s.t", time, key, value);
  }

  /** A record of a table without a schema in the message. */
  private static SourceRecord of(String table, long time, String key, String after) {
    String[] names = table.split("[.]");
    return record(
        "p." + table,
        time,
        key,
        "{\"op\":\"c\",\"after\":%s,\"source\":{\"schema\":\"%s\",\"table\":\"%s\"}}"
            .formatted(after, names[0], names[1]));
  }

  private static SourceRecord record(String topic, long time, String key, String value) {
    return new SourceRecord(
        new Coordinates(topic, 0, time),
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
    List<String> topics =
        Stream.concat(
                source.topics().stream(),
                Stream.of(records).map(record -> record.coordinates().topic()))
            .distinct()
            .toList();
    SourceSample sample =
        SourceSample.of(format, TableRoutes.of(config.tables()), topics, List.of(records));
    return JobTables.of(config, POSTGRES, sample, name -> true);
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

  private PortageConfig pattern(String tables) throws Exception {
    return read(
        job(tables)
            .replace("topics: [p.s.t, p.s.u]", "topicPattern: 'p[.].*'")
            .replace(
                "tables:\n",
                """
                tableDefaults: {key: primary-key, deletes: hard, metadata: {version: v}}
                tables:
                """));
  }

  @Test
  void definesTheTablesToWhichPatternsLead() throws Exception {
    PortageConfig config =
        pattern(
            """
              - {fromPattern: 's\\.(.*)', to: "crm.$1"}
              - {from: s.log, to: log, key: {record: place}}\
            """);

    JobTables tables =
        tables(
            config,
            of("s.users", 1, "{\"id\":1}", "{\"name\":\"Ada\",\"id\":1}"),
            of("s.orders", 1, "{\"a\":1,\"b\":2}", "{\"a\":1,\"b\":2,\"c\":true}"),
            of("s.keyless", 1, "1", "{\"c\":true}"),
            of("s.log", 1, "1", "{\"text\":\"x\"}"));

    assertThat(tables.tables().stream().map(table -> table.name() + table.primaryKey()))
        .containsExactly("log[place]", "crm.orders[a, b]", "crm.users[id]");
    assertThat(sql(tables)).contains("\"place\" text NOT NULL,\n  \"text\" text,");
    assertThat(tables.problems())
        .containsOnlyKeys("crm.keyless")
        .extractingByKey("crm.keyless")
        .asString()
        .contains("the keys of the records of s.keyless name no columns");
  }

  @Test
  void addedColumnsHaveTypes() throws Exception {
    PortageConfig config =
        pattern(
            """
              - fromPattern: "(s[0-9]+)[.]t"
                to: all
                key: [shop, id]
                columns: {shop: {source: schema}, kind: {constant: a}, n: {constant: 5},
                          yes: {constant: true}, topic: {source: topic}, p: {source: partition},
                          o: {source: offset}, at: {source: ts}, at_topic: {source: record}}
              - fromPattern: "(u[0-9]+)[.]t"
                to: some
                key: [shop, id]
                columns: {shop: {source: schema}, id: {}}\
            """);
    String one = "{\"id\":1,\"kind\":7}";

    JobTables tables =
        tables(
            config,
            of("s1.t", 1, "{\"id\":1}", one),
            of("s2.t", 1, "{\"id\":1}", "{\"id\":1,\"more\":1}"),
            of("u1.t", 1, "{\"id\":1}", one));

    assertThat(tables.problems()).isEmpty();
    assertThat(sql(tables))
        .contains(
            """
            CREATE TABLE IF NOT EXISTS "all" (
              "shop" text NOT NULL,
              "id" bigint NOT NULL,
              "kind" text,
              "n" bigint,
              "yes" boolean,
              "topic" text,
              "p" bigint,
              "o" bigint,
              "at" timestamptz,
              "at_topic" text,
              "v" numeric,
              "more" bigint,
              PRIMARY KEY ("shop", "id")
            )""",
            """
            CREATE TABLE IF NOT EXISTS "some" (
              "shop" text NOT NULL,
              "id" bigint NOT NULL,
              "v" numeric,
              PRIMARY KEY ("shop", "id")
            )""");
  }

  @Test
  void tellsWhyAPatternDefinesNoTable() throws Exception {
    PortageConfig config =
        pattern(
            """
              - {fromPattern: "x_(.*)", to: "x.$1"}
              - {fromPattern: "s_(.*)", to: "s.$1", key: [id]}
              - {fromPattern: "(.*)_s", to: "t.$1", key: [id]}
              - {fromPattern: "k_(.*)", to: "k.$1", columns: {shop: {constant: a}}}\
            """);
    SourceRecord both =
        record(
            "p.s_s",
            1,
            "{\"id\":1}",
            "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"table\":\"s_s\"}}");
    SourceRecord keyed =
        record(
            "p.k",
            1,
            "{\"id\":1}",
            "{\"op\":\"c\",\"after\":{\"id\":1},\"source\":{\"table\":\"k_k\"}}");

    Map<String, String> problems = tables(config, both, keyed).problems();

    assertThat(problems.get("s_s")).startsWith("s_s matches the patterns s_(.*) and (.*)_s");
    assertThat(problems.get("x.$1"))
        .isEqualTo("no change among the last records is of a source that matches x_(.*)");
    assertThat(problems.get("k.k")).contains("the columns [shop] may belong to it");
  }
}
