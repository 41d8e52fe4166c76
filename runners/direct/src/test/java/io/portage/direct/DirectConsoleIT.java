package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.ExitCode;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The console's API and the commands of the same answers, over a job with dead letters. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
final class DirectConsoleIT {
  @TempDir private Path folder;

  @Test
  void answersWhatOperatorsAsk(Sandbox sandbox) throws Exception {
    try (ConsoleJob console = ConsoleJob.start(sandbox, folder)) {
      answers(console);
    }
  }

  @Test
  void answersTheSameOverMariaDb(Sandbox sandbox) throws Exception {
    try (ConsoleJob console = ConsoleJob.startOverMariaDb(sandbox, folder)) {
      assertThat(console.get("tables", "").at("/tables/0/rows").isIntegralNumber()).isTrue();
      answers(console);
      showsValuesOfMariaDb(console);
    }
  }

  private void answers(ConsoleJob console) throws Exception {
    showsTheState(console);
    showsDeadLetters(console);
    tellsTheStoryOfARow(console);
    repairsDeadLetters(console);
    commandsPrintTheSame(console);
    discardsInTheTerminal(console);
    runsGoOnWithoutTheirConsole(console);
    showsReports(console, folder);
    seesWhatAnotherProgramChanged(console);
    tellsWhatCannotBeCompared(console);
  }

  private static void showsTheState(ConsoleJob console) throws Exception {
    JsonNode jobs = console.get("/api/jobs", "/api/jobs", "");
    assertThat(jobs.at("/jobs/0/name").asText()).isEqualTo("console");
    JsonNode overview = console.get("overview", "");
    assertThat(overview.at("/health/sentence").asText())
        .isEqualTo("up to date: every record has an outcome; 2 unresolved dead letters");
    assertThat(overview.at("/lag/records").asLong()).isZero();
    assertThat(overview.at("/lag/partitions/0/committed").asLong()).isEqualTo(5);
    assertThat(overview.path("ledger").isNull()).isTrue();
    JsonNode table = console.get("tables", "").at("/tables/0");
    assertThat(table.path("table").asText()).isEqualTo(console.table);
    assertThat(table.path("letters").asInt()).isEqualTo(2);
    assertThat(table.path("rows").asLong()).isBetween(0L, 2L);
    assertThat(console.get("configuration", "").toString())
        .contains("\"password\":\"***\"")
        .doesNotContain("\"password\":\"portage");
    assertThat(console.get("checks", "").path("canRun").asBoolean()).isTrue();
  }

  private static void showsDeadLetters(ConsoleJob console) throws Exception {
    JsonNode page = console.get("deadletters", "?stage=Normalize&text=" + console.id(2));
    assertThat(page.path("total").asInt()).isEqualTo(2);
    assertThat(page.path("letters")).hasSize(1);
    assertThat(page.at("/letters/0/reason").asText()).isEqualTo("DOES_NOT_FIT");
    assertThat(page.at("/letters/0/column").asText()).isEqualTo("name");
    JsonNode letter = console.get("deadletters/letter", "?id=" + ConsoleJob.encoded(console.id(2)));
    assertThat(letter.at("/value/text").asText()).contains("too long");
    assertThat(letter.path("history")).hasSize(1);
    JsonNode script = console.get("deadletters/letter", "?id=" + ConsoleJob.encoded(console.id(3)));
    assertThat(script.path("key").asText()).isEqualTo(ConsoleJob.SCRIPT);
    JsonNode preview =
        console.get("deadletters/preview", "?id=" + ConsoleJob.encoded(console.id(2)));
    assertThat(preview.at("/letters/0/verdict").asText()).isEqualTo("does not fit");
  }

  private static void tellsTheStoryOfARow(ConsoleJob console) throws Exception {
    String one = "?key=1&table=" + console.table;
    JsonNode row = console.get("row", one);
    assertThat(row.path("state").asText()).isEqualTo("present");
    assertThat(row.at("/values/name").asText()).isEqualTo("new");
    assertThat(row.at("/content/verdict").asText()).isEqualTo("equal");
    assertThat(verdicts(console.get("row/records", one)))
        .containsExactly(console.id(1) + " current", console.id(0) + " older");
    JsonNode waiting = console.get("row/waiting", "?table=" + console.table);
    assertThat(waiting.path("rows")).isEmpty();
    assertThat(waiting.path("text").asText()).startsWith("no row of " + console.table);
    String two = "?key=2&table=" + console.table;
    assertThat(console.get("row", two).path("state").asText()).isEqualTo("absent");
    assertThat(verdicts(console.get("row/records", two)))
        .containsExactly(console.id(2) + " dead letter");
  }

  private static List<String> verdicts(JsonNode part) {
    return part.findValues("verdict").isEmpty()
        ? List.of()
        : java.util.stream.StreamSupport.stream(part.path("records").spliterator(), false)
            .map(one -> one.path("id").asText() + " " + one.path("verdict").asText())
            .toList();
  }

  private static String preview(ConsoleJob console, String value) throws Exception {
    String body = "{\"id\":\"" + console.id(2) + "\",\"value\":\"" + value + "\"}";
    return console.act("deadletters/preview", body, 200).at("/letters/0/verdict").asText();
  }

  private static void repairsDeadLetters(ConsoleJob console) throws Exception {
    String who = "\"by\":\"ann\",\"reason\":\"shortened\"";
    String value = ConsoleJob.upsert(2, "short", "b", 3).replace("\"", "\\\"");
    assertThat(preview(console, value)).isEqualTo("applies");
    assertThat(preview(console, "no event")).isEqualTo("does not fit");
    JsonNode edited =
        console.ended(
            console.act(
                "deadletters/edit",
                "{\"id\":\"" + console.id(2) + "\",\"value\":\"" + value + "\"," + who + "}",
                202));
    assertThat(edited.path("state").asText()).describedAs(edited.toString()).isEqualTo("done");
    assertThat(edited.at("/letters/0/result").asText()).isEqualTo("applied");
    JsonNode letter = console.get("deadletters/letter", "?id=" + ConsoleJob.encoded(console.id(2)));
    assertThat(letter.at("/line/state").asText()).isEqualTo("applied");
    assertThat(letter.at("/value/text").asText()).contains("short");
    assertThat(letter.at("/original/text").asText()).contains("too long");
    assertThat(letter.path("history").findValuesAsText("kind"))
        .containsExactly("failed", "edited", "applied");
    assertThat(letter.path("history").get(2).path("text").asText())
        .isEqualTo("a replay wrote the change; replayed by ann: shortened");
    assertThat(letter.path("history").get(1).path("text").asText())
        .startsWith("by ann at ")
        .endsWith(": shortened");
    assertThat(console.job.database().rows(console.table, List.of("id", "name")))
        .contains(List.of("2", "short"));
    JsonNode row = console.get("row", "?key=2&table=" + console.table);
    assertThat(row.at("/content/verdict").asText()).describedAs(row.toString()).isEqualTo("equal");
    assertThat(row.at("/content/text").asText())
        .endsWith("the record as it was edited in the dead letter " + console.id(2));

    // The target has what the edited record says; so has the log for a verification.
    assertThat(portage("verify", "--config=" + console.config, "--against=log"))
        .doesNotContain("ahead");

    String accepted = "{\"ids\":[\"" + console.id(3) + "\"]," + who + "}";
    console.act("deadletters/accept", accepted, 200);
    console.act("deadletters/accept", accepted, 409);
    console.act("deadletters/accept", "{\"ids\":[\"" + console.id(3) + "\"]}", 400);
    assertThat(console.get("deadletters", "").path("matched").asInt()).isZero();
    assertThat(console.get("deadletters", "?state=all").path("letters"))
        .anySatisfy(
            line -> {
              assertThat(line.path("id").asText()).isEqualTo(console.id(3));
              assertThat(line.path("resolution").asText()).isEqualTo("accepted by ann: shortened");
            });
    assertThat(console.audit())
        .contains("action=edit job=console letters=1 ids=" + console.id(2) + " by=\"ann\"")
        .contains("action=accept");
  }

  private static void commandsPrintTheSame(ConsoleJob console) throws Exception {
    String status =
        portage(
            "status", "--config=" + console.config, "--format=json", "--flink=http://127.0.0.1:1");
    assertThat(status).startsWith(ExitCode.OK + "\n");
    assertThat(
            new JsonMapper().readTree(status.substring(2)).at("/overview/health/sentence").asText())
        .isEqualTo("up to date: every record has an outcome");
    assertThat(portage("status", "--config=" + console.config, "--flink=http://127.0.0.1:1"))
        .contains("console: up to date", console.table);
    assertThat(portage("why", "--config=" + console.config, "--table=" + console.table, "--key=1"))
        .contains("the target has the row", console.id(0), "older: older than", "5 records")
        .doesNotContain("alert");
    assertThat(portage("why", "--config=" + console.config, "--table=nothing", "--key=1"))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("no configured table writes to nothing");
  }

  private static void discardsInTheTerminal(ConsoleJob console) throws Exception {
    console.job.publish(List.of(Commands.event(0, "6", "no JSON")));
    assertThat(portage("run", "--config=" + console.config, "--until=end", "--dead-letters=ok"))
        .contains("balanced");
    String id = "--id=" + console.id(5);
    String config = "--config=" + console.config;
    assertThat(portage("deadletters", "discard", config, id, "--why=a test")).contains("add --yes");
    assertThat(console.get("deadletters", "").path("matched").asInt()).isEqualTo(1);
    assertThat(portage("deadletters", "discard", config, id, "--why= ", "--yes"))
        .startsWith(ExitCode.USAGE + "\n");
    assertThat(portage("deadletters", "discard", config, id, "--why=a test", "--by=ann", "--yes"))
        .startsWith(ExitCode.OK + "\n")
        .contains("1 dead letter accepted by ann: a test");
    assertThat(console.get("deadletters", "?state=all").path("letters"))
        .anySatisfy(
            line -> {
              assertThat(line.path("id").asText()).isEqualTo(console.id(5));
              assertThat(line.path("resolution").asText()).isEqualTo("accepted by ann: a test");
            });
    assertThat(portage("deadletters", "discard", config, id, "--why=a test", "--yes"))
        .startsWith(ExitCode.USAGE + "\n")
        .contains("no unresolved dead letter of this selection has the id " + console.id(5));
    assertThat(portage("deadletters", "discard", config, "--why=a test", "--yes"))
        .contains("nothing to discard");
  }

  private static void showsReports(ConsoleJob console, Path folder) throws Exception {
    JsonNode none = console.get("reports", "");
    assertThat(none.path("named")).hasSize(3);
    assertThat(none.path("verify").isNull()).isTrue();
    assertThat(none.path("problems")).isEmpty();

    String config = "--config=" + console.config;
    assertThat(
            portage("verify", config, "--source-idle", "--json=" + folder.resolve("verify.json")))
        .contains("differ");
    assertThat(
            portage("cutover", config, "--source-idle", "--json=" + folder.resolve("cutover.json")))
        .contains("no go");

    JsonNode reports = console.get("reports", "");
    assertThat(reports.path("problems")).isEmpty();
    assertThat(reports.at("/verify/outcome").asText()).isEqualTo("different");
    JsonNode differs =
        java.util.stream.StreamSupport.stream(
                reports.at("/verify/tables/0/findings").spliterator(), false)
            .filter(finding -> finding.path("key").asText().equals("[\"1\"]"))
            .findFirst()
            .orElseThrow();
    assertThat(differs.path("kind").asText()).isEqualTo("differs");
    assertThat(differs.at("/columns/0").asText()).isEqualTo("body");
    assertThat(reports.at("/cutover/verdict").asText()).isEqualTo("no go");
    assertThat(reports.at("/cutover/checks").findValuesAsText("id"))
        .contains("verify", "dead-letters");
    String key = ConsoleJob.encoded(differs.path("key").asText());
    JsonNode row = console.get("row", "?table=" + console.table + "&key=" + key);
    assertThat(row.path("state").asText()).isEqualTo("present");
  }

  private static void runsGoOnWithoutTheirConsole(ConsoleJob console) throws Exception {
    String config = "--config=" + console.config;
    String taken = "--console=" + console.address.substring(console.address.lastIndexOf(':') + 1);
    console.job.publish(List.of(Commands.event(0, "7", ConsoleJob.upsert(7, "seven", "x", 7))));
    assertThat(portage("run", config, "--until=end", taken))
        .startsWith(ExitCode.OK + "\n")
        .contains("there is no console, and the run continues", "balanced")
        .doesNotContain("while this run lasts");
    console.job.publish(List.of(Commands.event(0, "7", ConsoleJob.upsert(7, "again", "x", 8))));
    assertThat(portage("run", config, "--until=end", "--console=0"))
        .startsWith(ExitCode.OK + "\n")
        .contains("while this run lasts", "balanced");
  }

  private static void tellsWhatCannotBeCompared(ConsoleJob console) throws Exception {
    console.job.publish(
        List.of(
            Commands.event(
                0,
                "7",
                "{\"op\":\"u\",\"after\":{\"id\":7,\"name\":\"part\"},"
                    + "\"timestamp_ms\":1726531300000}")));
    assertThat(portage("run", "--config=" + console.config, "--until=end")).contains("balanced");
    JsonNode partial = console.get("row", "?key=7&table=" + console.table).path("content");
    assertThat(partial.path("verdict").asText()).isEqualTo("equal");
    assertThat(partial.path("text").asText())
        .isEqualTo(
            "its values are those of the record; not compared, because the record has no value of"
                + " them: body");
    try (Admin admin = console.job.admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(console.job.topic(), 0), RecordsToDelete.beforeOffset(5)))
          .all()
          .get();
    }
    assertThat(console.get("row", "?key=4&table=" + console.table).at("/content/text").asText())
        .isEqualTo(
            "its values cannot be compared: the log begins above the record of its version"
                + " (partition 0, offset 4)");
  }

  private static void seesWhatAnotherProgramChanged(ConsoleJob console) throws Exception {
    String one = "?key=1&table=" + console.table;
    console.job.database().execute("UPDATE " + console.table + " SET name = 'hand' WHERE id = 1");
    JsonNode content = console.get("row", one).path("content");
    assertThat(content.path("verdict").asText()).isEqualTo("differs");
    assertThat(content.at("/columns/0").asText()).isEqualTo("name");
    assertThat(content.at("/values/name/source").asText()).isEqualTo("new");
    assertThat(content.at("/values/name/target").asText()).isEqualTo("hand");
    assertThat(verdicts(console.get("row/records", one))).contains(console.id(1) + " differs");
    String why =
        portage("why", "--config=" + console.config, "--table=" + console.table, "--key=1");
    assertThat(why)
        .contains("it differs from the record in column name: another program has changed the row")
        .doesNotContain("hand");
    console.job.database().execute("UPDATE " + console.table + " SET v = v + 1 WHERE id = 1");
    assertThat(console.get("row", one).at("/content/text").asText())
        .startsWith("its values cannot be compared: the log has no record of its version");
  }

  /** Bytes, bits and times of a row as people read them. */
  private static void showsValuesOfMariaDb(ConsoleJob console) throws Exception {
    console
        .job
        .database()
        .execute(
            "ALTER TABLE "
                + console.table
                + " ADD raw varbinary(4) DEFAULT x'00ff', ADD flag bit(1) DEFAULT b'1',"
                + " ADD at datetime(3) DEFAULT '2026-01-02 03:04:05.678'");
    JsonNode values = console.get("row", "?key=1&table=" + console.table).path("values");
    assertThat(values.path("raw").asText()).isEqualTo("0x00FF");
    assertThat(values.path("flag").asText()).isEqualTo("1");
    assertThat(values.path("at").asText()).isEqualTo("2026-01-02 03:04:05.678");
  }
}
