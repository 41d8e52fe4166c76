package io.portage.config.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.target.Dialects;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row: a text of the example file, its replacement, and the expected error. */
class ConfigValueErrorsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          localhost:9092}      | localhost}             | 4: source.kafka.bootstrapServers: not Kafka servers: '${KAFKA_BOOTSTRAP:-localhost}' (write host:port, or several with commas)
          localhost:9092}      | a:1,b:65536}           | 4: source.kafka.bootstrapServers: not Kafka servers: '${KAFKA_BOOTSTRAP:-a:1,b:65536}' (write host:port, or several with commas)
          [users_cdc]          | [users_cdc, users_cdc] | 5: source.kafka.topics[1]: topic users_cdc occurs twice
          [users_cdc]          | [users_cdc, a b]       | 5: source.kafka.topics[1]: not a topic's name: 'a b' (letters, digits and any of . _ -)
          startFrom: committed | startFrom: first       | 7: source.kafka.startFrom: not an instant: 'first' (write committed, earliest, latest or 2024-09-17T00:00:00Z)
          portage-users        | ${GROUP} of ${TEAM}    | 6: source.kafka.groupId: the environment does not define GROUP, TEAM: '${GROUP} of ${TEAM}' (set it, or give a default: ${GROUP:-default})
          portage-users        | a${                    | 6: source.kafka.groupId: a ${ without its }: 'a${' (write $$ for a dollar sign)
          portage-users        | ${1A}                  | 6: source.kafka.groupId: not a variable: '${1A}' (write ${NAME} or ${NAME:-default})
          format: envelope-json | format: avro          | 2: source.avroSchema: is missing (or one of avroSingleObjectSchemas, registry)
          emitEvery: 250ms        | emitEvery: 1           | 14: latest.emitEvery: not a duration: '1' (write 10s, 500ms, 5m, 1h)
          emitEvery: 250ms        | emitEvery: 0s          | 14: latest.emitEvery: out of range: '0s' (from 1ms to 365d)
          window: 10s          | window: 366d           | 11: latest.window: out of range: '366d' (from 1ms to 365d)
          late: apply          | late: drop             | 15: latest.late: unknown value: 'drop' (allowed: apply, dead-letter)
          late: apply          | shards: 0              | 15: latest.shards: out of range: '0' (from 1 to 256)
          late: apply          | shards: 257            | 15: latest.shards: out of range: '257' (from 1 to 256)
          late: apply          | paneRows: 0            | 15: latest.paneRows: out of range: '0' (from 1 to 1000000)
          late: apply          | paneRows: 1000001      | 15: latest.paneRows: out of range: '1000001' (from 1 to 1000000)
          rows: 1000           | rows: 0                | 37: target.batch.rows: out of range: '0' (from 1 to 100000)
          rows: 1000           | rows: 100001           | 37: target.batch.rows: out of range: '100001' (from 1 to 100000)
          rows: 1000           | rows: 1.5              | 37: target.batch.rows: not a whole number: '1.5' (from 1 to 100000)
          "${PORTAGE_JDBC_URL}" | jdbc:postgres://u:s3cret@h/d | 36: target.jdbc.url: no dialect for jdbc:postgres: (write {urls})
          "${PORTAGE_JDBC_URL}" | jdbc:s3cret@h         | 36: target.jdbc.url: no dialect for this JDBC URL (write {urls})
          "${PORTAGE_JDBC_URL}" | JDBC:postgresql://h/d | 36: target.jdbc.url: not a JDBC URL (write {urls})
          "${PORTAGE_JDBC_URL}" | postgres://h/d        | 36: target.jdbc.url: not a JDBC URL (write {urls})
          batch: {rows: 1000}  | tombstones: a.b.c      | 37: target.tombstones: not a table's name: 'a.b.c' (write table or schema.table)
          topic: users_cdc_dlq | topic: users_cdc       | 39: deadLetters.kafka.topic: is a topic of the source: dead letters would be read as changes
          kafka: {topic: users_cdc_dlq} | {}            | 38: deadLetters: needs either kafka or files
          key: country_code    | key: code              | 19: references.countries.key: no column code (known: country_code, country_name)
          refresh: 5m          | refresh: never         | 20: references.countries.refresh: not a duration: 'never' (write 10s, 500ms, 5m, 1h)
          refresh: 5m          | jdbc: {query: select}  | 17: references.countries: needs exactly one of csv, jdbc, rest
          """)
  void rejects(String text, String replacement, String problem) {
    String yaml = ConfigFiles.users(folder);
    assertThat(yaml).contains(text);

    List<String> problems =
        ConfigFiles.problems(
            folder, yaml.replaceFirst(Pattern.quote(text), Matcher.quoteReplacement(replacement)));

    assertThat(problems).containsExactly(problem.replace("{urls}", Dialects.urlForms()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          emitEvery: 250ms | emitEvery: 1ms
          window: 10s   | window: 365d
          late: apply   | shards: 1
          late: apply   | shards: 256
          late: apply   | paneRows: 1
          late: apply   | paneRows: 1000000
          rows: 1000    | rows: 1
          rows: 1000    | rows: 100000
          maxOutOfOrder: 10s  | maxOutOfOrder: 0ms
          allowedLateness: 1m | allowedLateness: 0s
          """)
  void acceptsValuesAtTheBounds(String text, String replacement) {
    String yaml = ConfigFiles.users(folder);

    assertThat(ConfigFiles.problems(folder, yaml.replace(text, replacement))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          enable.auto.commit: true          | must be false, otherwise offsets would be committed before their records are written
          isolation.level: read_uncommitted | must be read_committed, otherwise records of aborted transactions would be applied
          auto.offset.reset: latest         | not allowed: would hide that Kafka has lost records; use source.kafka.startFrom
          group.id: other                   | not allowed: is source.kafka.groupId
          bootstrap.servers: b:9092         | not allowed: is source.kafka.bootstrapServers
          key.deserializer: a.B             | not allowed: keys are kept as bytes; use source.format
          value.deserializer: a.B           | not allowed: values are kept as bytes; use source.format
          interceptor.classes: a.B          | not allowed: could change or drop records before they are counted; leave it out
          """)
  void rejectsKafkaPropertiesThatWouldBreakAGuarantee(String property, String message) {
    String yaml =
        ConfigFiles.users(folder).replace("properties: {}", "properties: {" + property + "}");
    String key = property.substring(0, property.indexOf(':'));

    assertThat(ConfigFiles.problems(folder, yaml))
        .containsExactly("8: source.kafka.properties." + key + ": " + message);
  }
}
