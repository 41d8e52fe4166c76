package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigTableErrorsTest {
  private static final String HEAD =
      """
      name: t
      source:
        kafka: {bootstrapServers: k:9092, topics: [users, orders], groupId: g}
        format: envelope-json
      target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}}
      deadLetters: {files: letters}
      references: {countries: {jdbc: {query: select}, key: code}}
      tables:
      """;

  /** A table entry in line 9. */
  private static final String TABLE =
      "  - {from: users, to: users, key: [id], deletes: hard, metadata: {version: v}";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          , where: row.a ==}            | where: not a CEL condition: at 1:9: mismatched input '<EOF>'
          , where: rwo.a}               | where: not a CEL condition: at 1:1: undeclared reference to 'rwo'
          , where: "'a' + 'b'"}         | where: not a CEL condition: a condition must return true or false, this returns string
          , before: all}                | before: unknown value: 'all' (allowed: key, whole)
          , nul: drop}                  | nul: unknown value: 'drop' (allowed: dead-letter, strip)
          , missing: keep}              | missing: unknown key (known: backfill, before, columns,
          , missingColumns: drop}       | missingColumns: unknown value: 'drop' (allowed: dead-letter, keep, null)
          , unknownColumns: json}       | unknownColumns: unknown value: 'json' (allowed: add, dead-letter, ignore)
          , unknownColumns: {}}         | unknownColumns.json: is missing
          , unknownColumns: {json: v}}  | unknownColumns.json: column v is already used for another value
          , unknownColumns: {json: x}, columns: {id: {}, a: {value: row.x}}} | unknownColumns.json: column x is already used for another value
          , unknownColumns: add, columns: {id: {}}} | unknownColumns: add needs a table without columns, whose target has the columns of users's source under their own names (remove columns, or use json: <column>)
          , order: oldest}              | order: unknown value: 'oldest' (allowed: offset, position, time)
          , truncate: yes}              | truncate: unknown value: 'yes' (allowed: apply, dead-letter)
          , colums: {id: {}}}           | colums: unknown key (did you mean columns?)
          , columns: {}}                | columns: is empty (leave it out to take every column of the row)
          , columns:}                   | columns: is empty (leave it out to take every column of the row)
          , columns: {name: {}}}        | key[0]: key column id is not mapped (add `id: {}` to columns)
          , columns: {id: {value: row.id}}} | key[0]: key column id is not mapped (add `id: {}` to columns)
          , columns: {id: {}, v: {}}}   | metadata.version: column v is already used for another value
          , columns: {id: {}, a: x}}    | columns.a: expected keys and values, found one value
          , columns: {id: {}, a: {from: b, value: row.c}}} | columns.a: choose one of from, value, lookup, constant, source; found from and value
          , columns: {id: {}, a: {when: row.b}}} | columns.a.value: is missing
          , columns: {id: {}, a: {value: row.b +}}} | columns.a.value: not a CEL expression: at 1:8: mismatched input '<EOF>'
          , columns: {id: {}, a: {value: row.b, when: 1 + 1}}} | columns.a.when: not a CEL condition: a condition must return true or false, this returns int
          , columns: {id: {}, a: {form: b}}} | columns.a.form: unknown key (did you mean from?)
          , columns: {id: {}, a: {lookup: countries, by: c}}} | columns.a.column: is missing
          , columns: {id: {}, a: {lookup: countries, by: c, column: d, miss: skip}}} | columns.a.miss: unknown value: 'skip' (allowed: dead-letter, null)
          , columns: {id: {}, a: {lookup: country, by: c, column: d}}} | columns.a.lookup: no reference country (did you mean countries?)
          , epochs: [{from: today, epoch: 1}]}  | epochs[0].from: not an instant: 'today' (write 2024-09-17T00:00:00Z)
          , epochs: [{from: 2024-01-01T00:00:00Z, epoch: 256}]} | epochs[0].epoch: out of range: '256' (from 0 to 255)
          , epochs: [{from: 2024-01-01T00:00:00Z, epoch: 1}, {from: 2024-01-01T00:00:00Z, epoch: 2}]} | epochs[1].from: must be after the epoch before it
          , epochs: [{from: 2024-01-01T00:00:00Z, epoch: 1}, {from: 2024-01-02T00:00:00Z, epoch: 1}]} | epochs[1].epoch: must be higher than the epoch before it, or its changes would be stale
          """)
  void rejects(String rest, String problem) {
    List<String> problems = ConfigFiles.problems(folder, HEAD + TABLE + rest + "\n");

    assertThat(problems).singleElement().asString().startsWith("9: tables[0]." + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          key: [a], deletes: hard, metadata: {version: v}               | key: differs
          key: [id], deletes: hard, metadata: {version: w}              | metadata: differs
          key: [id], deletes: soft, metadata: {version: v, deleted: d}  | deletes: differs
          key: [id], deletes: hard, metadata: {version: v}, nul: strip  | nul: differs
          key: [id], deletes: hard, metadata: {version: v}, order: position | order: differs
          key: [id], deletes: hard, metadata: {version: v}, columns: {id: {}} | columns: differs
          key: [id], deletes: hard, metadata: {version: v}, where: row.a == 1 | where: differs
          """)
  void rejectsTwoSourcesOfOneTableWithDifferentSettings(String rest, String problem) {
    String second = "  - {from: orders, to: users, " + rest + "}\n";

    assertThat(ConfigFiles.problems(folder, HEAD + TABLE + "}\n" + second))
        .anySatisfy(
            found ->
                assertThat(found)
                    .startsWith(
                        "10: tables[1]." + problem + " from the other table that goes to users"));
  }

  @Test
  void acceptsTwoSourcesOfOneTable() {
    String first = TABLE + ", keys: disjoint";
    String second = first.replace("from: users", "from: orders") + ", where: row.b == 2}\n";

    assertThat(ConfigFiles.problems(folder, HEAD + first + ", where: row.a == 1}\n" + second))
        .isEmpty();
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD
                    + TABLE
                    + ", where: row.a == 1, keys: same-rows}\n"
                    + second.replace("disjoint", "same-rows")))
        .isEmpty();
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD
                    + first
                    + ", where: row.a == 1}\n"
                    + first.replace("from: users", "from: orders")
                    + "}\n"))
        .containsExactly(
            "10: tables[1]: where differs from the other table that goes to users: both need one,"
                + " or none");
  }

  @Test
  void rejectsTwoSourcesOfOneTableWithoutKeys() {
    String orders = TABLE.replace("from: users", "from: orders");

    assertThat(ConfigFiles.problems(folder, HEAD + TABLE + "}\n" + orders + "}\n"))
        .containsExactly(
            "10: tables[1]: users and orders both go to users, where rows of equal keys would"
                + " overwrite each other (add a column to the key that differs, as in columns: {shard:"
                + " {constant: eu}} or {source: topic}; or set keys: disjoint if no key is in more than one of them,"
                + " or keys: same-rows if equal keys are the same row; otherwise use one target for"
                + " each)");
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE + ", keys: disjoint}\n" + orders + "}\n"))
        .singleElement()
        .asString()
        .startsWith("10: tables[1]: users and orders both go to users");
    assertThat(
            ConfigFiles.problems(
                folder, HEAD + TABLE + ", keys: disjoint}\n" + orders + ", keys: same-rows}\n"))
        .containsExactly("10: tables[1].keys: differs from the other table that goes to users");
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE + ", keys: equal}\n"))
        .containsExactly(
            "9: tables[0].keys: unknown value: 'equal' (allowed: disjoint, same-rows)");
  }

  @Test
  void rejectsTopicsOfOneTableOnSeveralServersInOneEntry() {
    String head =
        HEAD.replace("[users, orders]", "[eu.shop.users, us.shop.users, eu.shop.orders]")
            .replace("envelope-json", "debezium-json");
    String users = TABLE.replace("from: users", "from: shop.users");
    String orders =
        TABLE.replace("from: users, to: users", "from: shop.orders, to: orders") + "}\n";

    assertThat(ConfigFiles.problems(folder, head + users + "}\n" + orders))
        .singleElement()
        .asString()
        .startsWith(
            "9: tables[0]: the topics eu.shop.users, us.shop.users all hold changes of shop.users");
    assertThat(ConfigFiles.problems(folder, head + users + ", keys: disjoint}\n" + orders))
        .isEmpty();
  }

  @Test
  void suggestsTheStatementForTheVersionColumn() {
    String without = TABLE.replace("version: v", "sourceTime: t").replace("to: users", "to: s.u");

    assertThat(ConfigFiles.problems(folder, HEAD + without + "}\n"))
        .containsExactly(
            "9: tables[0].metadata.version: is missing, but without it older changes would"
                + " overwrite newer ones (ALTER TABLE s.u ADD COLUMN portage_version numeric)");
    assertThat(
            ConfigFiles.problems(
                folder, HEAD + TABLE.replace("metadata: {version: v}", "") + "}\n"))
        .singleElement()
        .asString()
        .startsWith("9: tables[0].metadata.version: is missing");
  }

  @Test
  void requiresTheDeletedColumnOfSoftDeletes() {
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE.replace("hard", "soft") + "}\n"))
        .containsExactly(
            "9: tables[0].metadata.deleted: is missing, but soft deletes mark rows there"
                + " (ALTER TABLE users ADD COLUMN is_deleted boolean DEFAULT false)");
  }

  @Test
  void rejectsMetadataInOneColumnOrInAKeyColumn() {
    String twice = TABLE.replace("{version: v}", "{version: v, sourceTime: v, appliedTime: id}");

    assertThat(ConfigFiles.problems(folder, HEAD + twice + "}\n"))
        .containsExactly(
            "9: tables[0].metadata.sourceTime: column v is already used for another value",
            "9: tables[0].metadata.appliedTime: column id is already used for another value");
  }

  @Test
  void rejectsADuplicateRoute() {
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE + "}\n" + TABLE + "}\n"))
        .containsExactly("10: tables[1]: users to users occurs twice");
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD
                    + TABLE
                    + ", keys: same-rows}\n"
                    + TABLE.replace("from: users", "from: orders")
                    + ", keys: same-rows}\n"))
        .isEmpty();
  }

  @Test
  void saysThatAKeyIsAList() {
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE.replace("[id]", "id") + "}\n"))
        .containsExactly(
            "9: tables[0].key: neither primary-key nor a list of columns (write [id])");
  }

  @Test
  void rejectsDuplicateKeyColumns() {
    assertThat(ConfigFiles.problems(folder, HEAD + TABLE.replace("[id]", "[id, id]") + "}\n"))
        .containsExactly("9: tables[0].key[1]: column id occurs twice");
  }

  @Test
  void acceptsOnlyConfiguredTopics() {
    assertThat(
            ConfigFiles.problems(folder, HEAD + TABLE.replace("from: users", "from: user") + "}\n"))
        .containsExactly(
            "9: tables[0].from: no such topic in source.kafka.topics: 'user' (did you mean users?)");
    assertThat(
            ConfigFiles.problems(
                folder, HEAD.replace("envelope-json", "debezium-json") + TABLE + "}\n"))
        .containsExactly("9: tables[0].from: not a source table: 'users' (write schema.table)");
  }

  @Test
  void rejectsInvalidDebeziumSettings() {
    String format = "format: envelope-json";
    assertThat(HEAD).contains(format);
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD.replace(format, format + "\n  debezium: {binary: hex}") + TABLE + "}\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .endsWith(
                        "source.debezium: is for the format debezium-avro or debezium-json or"
                            + " debezium-protobuf only"));
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD.replace(format, "format: debezium-json\n  debezium: {interval: number}")
                    + TABLE.replace("from: users", "from: public.users")
                    + "}\n"))
        .anySatisfy(
            problem ->
                assertThat(problem)
                    .contains("source.debezium.interval: unknown value", "numeric, string"));
  }

  @Test
  void rejectsATableThatIsNotAMapping() {
    assertThat(ConfigFiles.problems(folder, HEAD + "  - users\n"))
        .containsExactly("9: tables[0]: expected keys and values, found one value");
    assertThat(ConfigFiles.problems(folder, HEAD.replace("tables:", "tables: []")))
        .containsExactly("8: tables: must not be empty");
  }

  @Test
  void requiresACompleteConnectionOfAReferenceOrNone() {
    String url = HEAD.replace("{query: select}", "{url: 'jdbc:postgresql://h/d'}");

    assertThat(ConfigFiles.problems(folder, url + TABLE + "}\n"))
        .containsExactly(
            "7: references.countries.jdbc.password: is missing",
            "7: references.countries.jdbc.query: is missing",
            "7: references.countries.jdbc.user: is missing");
  }

  @Test
  void checksTheFilesThatTheConfigurationNames() {
    Path csv = ConfigFiles.countries(folder);
    Path json = ConfigFiles.write(folder, "text.avsc", "\"string\"");
    String lookup = ", columns: {id: {}, a: {lookup: countries, by: c, column: country_nam}}}\n";
    String inFile =
        HEAD.replace("jdbc: {query: select}, key: code", "csv: " + csv + ", key: country_code");

    assertThat(ConfigFiles.problems(folder, inFile + TABLE + lookup))
        .containsExactly(
            "9: tables[0].columns.a.column: no column country_nam (did you mean country_name?)");
    assertThat(
            ConfigFiles.problems(folder, inFile.replace(csv.toString(), "no.csv") + TABLE + "}\n"))
        .containsExactly(
            "7: references.countries.csv: no such file: 'no.csv' (relative to the working"
                + " directory)");
    assertThat(avro("no.avsc"))
        .containsExactly(
            "4: source.avroSchema: no such file: 'no.avsc' (relative to the working directory)");
    assertThat(avro(folder.toString()))
        .containsExactly("4: source.avroSchema: cannot be read: '" + folder + "': Is a directory");
    assertThat(avro(csv.toString()))
        .singleElement()
        .asString()
        .startsWith("4: source.avroSchema: not an Avro schema: ");
    assertThat(avro(json.toString()))
        .containsExactly("4: source.avroSchema: must be the schema of a record, is string");
    String lacks =
        "{\"type\": \"record\", \"name\": \"users\", \"fields\": ["
            + "{\"name\": \"op\", \"type\": \"string\"}]}";
    Path shape = ConfigFiles.write(folder, "shape.avsc", lacks);
    assertThat(avro(shape.toString()))
        .singleElement()
        .asString()
        .startsWith(
            "4: source.avroSchema: the Avro schema users lacks after, before, timestamp_ms;");
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD.replace("envelope-json", "envelope-json\n  avroSchema: a.avsc")
                    + TABLE
                    + "}\n"))
        .containsExactly("5: source.avroSchema: is for the format avro or debezium-avro only");
  }

  private List<String> avro(String schema) {
    String format = "avroSchema: " + schema + "\n  format: avro";
    return ConfigFiles.problems(
        folder, HEAD.replace("format: envelope-json", format) + TABLE + "}\n");
  }
}
