package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TopicSelection;
import io.portage.config.routing.RoutePattern;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRoutesTest {
  private static final String HEAD =
      """
      name: t
      source:
        kafka: {bootstrapServers: k:9092, topicPattern: "shop.*", excludedTopics: [shop.tx], groupId: g}
        format: debezium-json
      target: {jdbc: {url: "jdbc:postgresql://h/d", user: u, password: p}}
      deadLetters: {kafka: {topic: shop.dead}}
      tableDefaults: {key: [id], deletes: hard, metadata: {version: v}}
      tables:
      """;

  @TempDir Path folder;

  @Test
  void entriesOverrideTheDefaults() throws Exception {
    Path file =
        ConfigFiles.write(
            folder,
            "job.yaml",
            HEAD
                + "  - {from: shop.a, to: a}\n"
                + "  - {from: shop.b, to: b, key: [n, m], deletes: soft,"
                + " metadata: {version: w, deleted: d}}\n");
    PortageConfig config = ConfigReader.read(file, Map.of());

    TableConfig first = config.tables().get(0);
    TableConfig second = config.tables().get(1);
    assertThat(first.key()).containsExactly("id");
    assertThat(first.deletes()).isEqualTo(DeleteMode.HARD);
    assertThat(first.metadata().version()).isEqualTo("v");
    assertThat(second.key()).containsExactly("n", "m");
    assertThat(second.metadata().version()).isEqualTo("w");
  }

  @Test
  void aPatternSelectsNeitherInternalNorDeadLetterNorExcludedTopics() throws Exception {
    Path file = ConfigFiles.write(folder, "job.yaml", HEAD + "  - {from: shop.a, to: a}\n");
    TopicSelection topics = ConfigReader.read(file, Map.of()).source().topicSelection();

    assertThat(topics.names()).isEmpty();
    assertThat(topics.excluded()).isEqualTo(Set.of("shop.tx", "shop.dead"));
    assertThat(List.of("shop.a", "shop.b", "shop.tx", "shop.dead", "my.shop.a"))
        .filteredOn(topics.filter())
        .containsExactly("shop.a", "shop.b");
    Predicate<String> all = TopicSelection.matching(".*", Set.of()).filter();
    assertThat(List.of("__debezium-heartbeat.shop", "__consumer_offsets", "shop.a"))
        .filteredOn(all)
        .containsExactly("shop.a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          - {fromPattern: "shop.(.", to: x}               | tables[0].fromPattern: not a regular expression
          - {fromPattern: "shop", to: crm.$1}             | tables[0].to: $1 names no group: fromPattern has 0
          - {fromPattern: "s(h)op", to: crm.$a}           | tables[0].to: has a $ that is not followed
          - {fromPattern: "s(.*)", from: a.b, to: $1}     | tables[0].fromPattern: choose one of from and fromPattern
          - {fromPattern: 's[0-9]\\.(.*)', to: crm.$1}   | tables[0]: several sources that match s[0-9]\\.(.*) may go to one
          - {fromPattern: '(.*)\\.(.*)', to: "$1_$2"}    | tables[0]: several sources that match
          - {from: s.a, to: a, key: primary}              | tables[0].key: neither primary-key nor a list of columns (write [primary])
          - {from: s.a, to: a, columns: {id: {}, c: {constant: 1, from: d}}} | tables[0].columns.c: choose one of
          - {from: s.a, to: a, columns: {c: {source: user}}} | tables[0].columns.c.source: unknown value: 'user'
          """)
  void rejects(String entry, String problem) {
    assertThat(ConfigFiles.problems(folder, HEAD + "  " + entry + "\n"))
        .singleElement()
        .asString()
        .startsWith("9: " + problem);
  }

  @Test
  void aKeyPartThatDiffersReplacesTheStatementAboutMergedKeys() {
    String eu = "  - {from: eu.users, to: users, key: [c, id], columns: {c: {constant: eu}}}\n";
    String us = eu.replace("eu", "us");

    assertThat(ConfigFiles.problems(folder, HEAD + eu + us)).isEmpty();
    assertThat(ConfigFiles.problems(folder, HEAD + eu + us.replace("constant: us", "constant: eu")))
        .singleElement()
        .asString()
        .contains("eu.users and us.users both go to users");
    String table = eu.replace("{constant: eu}", "{source: table}");
    assertThat(ConfigFiles.problems(folder, HEAD + table + table.replace("eu.", "us.")))
        .singleElement()
        .asString()
        .contains("both go to users");
    String topic = eu.replace("{constant: eu}", "{source: topic}");
    assertThat(ConfigFiles.problems(folder, HEAD + topic + topic.replace("eu.", "us."))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          shop\\.(.*)          | crm.$1       | true
          shop\\.(.*)          | crm.users    | false
          (.*)\\.(.*)          | $1.$2        | true
          (.*)\\.(.*)          | $2.$1        | false
          (.*)\\.(.*)          | $1$2         | false
          shop.(.*)           | crm.$1       | false
          shop_\\d+\\.(.*)      | crm.$1       | false
          ([ab])\\.(.*)         | crm.$2       | false
          ([ab])\\.users        | users_$1     | true
          s((a)b)             | $1           | false
          t_([0-9]+)          | users_$1     | true
          t_(\\d+)             | users_$1     | true
          t_([)]a)            | $1           | false
          t_(a)*              | $1           | false
          """)
  void knowsPatternsWithOneSourcePerTarget(String from, String to, boolean isOneToOne) {
    assertThat(RoutePattern.of(from, to).isOneToOne()).isEqualTo(isOneToOne);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          from: shop.a, to: x, key: [shard, id], columns: {shard: {constant: eu}}, truncate: apply
          fromPattern: "shop_[0-9]+\\\\.a", to: x, key: [o, id], columns: {o: {source: schema}}, truncate: apply
          from: shop.a, to: x, keys: disjoint, truncate: apply
          """)
  void aTruncateOfOneOfSeveralSourcesIsRefused(String entry) throws Exception {
    assertThat(ConfigFiles.problems(folder, HEAD + "  - {" + entry + "}\n"))
        .singleElement()
        .asString()
        .contains("tables[0].truncate: apply would remove the rows of all sources");
    assertThat(
            ConfigFiles.problems(
                folder,
                HEAD + "  - {" + entry.replace("truncate: apply", "truncate: dead-letter") + "}\n"))
        .isEmpty();
  }
}
