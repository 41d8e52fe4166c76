package io.portage.launcher.describe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.launcher.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests of the descriptions that need no servers. */
final class DescribeCommandTest {
  private static final String JOB =
      """
      name: orders
      source:
        kafka: {bootstrapServers: localhost:1, topics: [orders, users], groupId: g}
        format: envelope-json
      references:
        countries: {csv: %s, key: code}
      tables:
        - from: orders
          to: sales.orders
          key: [order_id, region]
          where: row.total > 0
          columns:
            id: {from: order_id}
            region: {constant: eu}
            cents: {value: row.total * 100, when: row.total != null}
            country_name: {lookup: countries, by: country, column: name, miss: dead-letter}
            read_from: {source: topic}
          metadata: {version: v, appliedTime: applied_at}
          deletes: hard
        - from: users
          to: users
          metadata: {version: v}
          deletes: hard
          key: [id]
      target:
        jdbc: {url: "jdbc:postgresql://localhost:1/none", user: u, password: "${SECRET:-p}"}
      deadLetters:
        kafka: {topic: dlq}
      """;

  @TempDir private Path folder;

  @Test
  void namesTheSourceOfEachColumn() throws Exception {
    String text = describe(ExitCode.OK, "--offline", "--table=orders");

    assertThat(text)
        .contains("orders -> sales.orders  key: order_id, region", "where: row.total > 0")
        .containsPattern("(?m)^  id +order_id +key$")
        .containsPattern("(?m)^  region +constant eu +key$")
        .containsPattern("(?m)^  cents += row.total \\* 100 when row.total != null$")
        .containsPattern(
            "(?m)^  country_name +lookup countries.name by country, miss: dead-letter$")
        .containsPattern("(?m)^  read_from +record's topic$")
        .containsPattern("(?m)^  v +version +metadata$")
        .containsPattern("(?m)^  applied_at +time of the write +metadata$")
        .doesNotContain("users");
  }

  @Test
  void printsTheSameAsJson() throws Exception {
    JsonNode tables = new ObjectMapper().readTree(describe(0, "--offline", "--format=json"));

    assertThat(tables).hasSize(2);
    assertThat(tables.get(0).at("/columns/0/column").asText()).isEqualTo("id");
    assertThat(tables.get(0).at("/columns/0/source").asText()).isEqualTo("order_id");
    assertThat(tables.get(0).at("/columns/0/notes/0").asText()).isEqualTo("key");
    assertThat(tables.get(0).at("/rules/where").asText()).isEqualTo("row.total > 0");
  }

  @Test
  void saysThatTheDatabaseDoesNotAnswerAndThatItCanDoWithout() throws Exception {
    assertThat(describe(ExitCode.FAILED)).contains("--offline");
  }

  @Test
  void rejectsATableThatTheJobDoesNotHave() throws Exception {
    assertThat(describe(ExitCode.USAGE, "--offline", "--table=nothing")).contains("nothing");
  }

  private String describe(int exitCode, String... options) throws Exception {
    Path countries = Files.writeString(folder.resolve("countries.csv"), "code,name\nDE,Germany\n");
    Path file = Files.writeString(folder.resolve("job.yaml"), JOB.formatted(countries));
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(new DescribeCommand());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(out, true));
    line.setExecutionExceptionHandler(
        (problem, command, parsed) -> {
          out.append(String.valueOf(problem.getMessage()));
          return problem instanceof io.portage.launcher.CommandException ended
              ? ended.exitCode()
              : ExitCode.FAILED;
        });
    String[] args = new String[options.length + 1];
    args[0] = "--config=" + file;
    System.arraycopy(options, 0, args, 1, options.length);
    assertThat(line.execute(args)).as(out.toString()).isEqualTo(exitCode);
    return out.toString();
  }
}
