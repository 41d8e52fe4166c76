package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.console.ApiContract;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The situation "parked rows" of {@code console.md}: from the alert to the missing row with the
 * console of a run alone, in a browser if there is one.
 */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class DirectConsoleParkedIT {
  private static final Pattern CONSOLE =
      Pattern.compile("The console is at (http://127\\.0\\.0\\.1:\\d+/) while this run lasts");

  @TempDir private Path folder;

  @Test
  void namesTheMissingRow(Sandbox sandbox) throws Exception {
    TestJob orders = Commands.job(sandbox, "parked_orders", 1);
    TestJob customers = Commands.job(sandbox, "parked_customers", 1);
    findsTheMissingRow(sandbox.jdbcUrl(), sandbox, orders, customers, "numeric");
  }

  @Test
  void namesTheMissingRowOfMariaDb(Sandbox sandbox) throws Exception {
    TestJob orders = Commands.job(sandbox, "parked_orders", 1).intoMariaDb();
    TestJob customers = Commands.job(sandbox, "parked_customers", 1).intoMariaDb();
    findsTheMissingRow(sandbox.mariaDb().jdbcUrl(), sandbox, orders, customers, "decimal(65,0)");
  }

  private void findsTheMissingRow(
      String jdbcUrl, Sandbox sandbox, TestJob orders, TestJob customers, String version)
      throws Exception {
    orders
        .database()
        .execute(
            "CREATE TABLE %s_t (id bigint PRIMARY KEY, v %s)"
                .formatted(customers.topic(), version));
    orders
        .database()
        .execute(
            ("CREATE TABLE %1$s_t (id bigint PRIMARY KEY, customer bigint, v %3$s,"
                    + " CONSTRAINT %1$s_fk FOREIGN KEY (customer) REFERENCES %2$s_t (id))")
                .formatted(orders.topic(), customers.topic(), version));
    Path config =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            name: parked
            source:
              kafka: {bootstrapServers: '%1$s', topics: [%2$s, %3$s], groupId: %2$s_group}
              format: envelope-json
            tables:
              - {from: %2$s, to: %2$s_t, key: [id], deletes: hard, metadata: {version: v}}
              - {from: %3$s, to: %3$s_t, key: [id], deletes: hard, metadata: {version: v}}
            target:
              jdbc: {url: '%4$s', user: '%5$s', password: '%6$s'}
              tombstones: %2$s_stones
              waiting: {table: %2$s_waiting}
            deadLetters: {kafka: {topic: %2$s_dlq}}
            """
                .formatted(
                    sandbox.bootstrapServers(),
                    orders.topic(),
                    customers.topic(),
                    jdbcUrl,
                    sandbox.user(),
                    sandbox.password()));
    orders.publish(List.of(Commands.event(0, "7", upsert("\"id\":7,\"customer\":42"))));
    try (JobProcess process =
        orders.start(Main.class, config, List.of("-Xmx400m"), "--console=0")) {
      String page = console(process);
      JsonNode parked = untilParked(page, 1);
      assertThat(parked.path("constraint").asText()).isEqualTo(orders.topic() + "_fk");
      assertThat(parked.path("parent").asText()).isEqualTo(customers.topic() + "_t");
      assertThat(parked.path("text").asText())
          .isEqualTo(
              "1 key waits for a row of %s_t (customer → id), foreign key %s_fk"
                  .formatted(customers.topic(), orders.topic()));
      assertThat(get(page, "/api/jobs/{job}/overview", "overview").at("/ledger/parked").asLong())
          .isEqualTo(1);
      JsonNode waiting =
          get(page, "/api/jobs/{job}/row/waiting", "row/waiting?table=" + orders.topic() + "_t")
              .at("/rows/0");
      assertThat(waiting.at("/key/id").asText()).isEqualTo("7");
      assertThat(waiting.at("/parentKey/id").asText()).isEqualTo("42");
      assertThat(Commands.portage("why", "--config=" + config, "--table=" + orders.topic() + "_t"))
          .contains("id = 7", "id = 42 does not exist");
      if (Browser.isInstalled()) {
        inABrowser(page, customers);
      }
      customers.publish(List.of(Commands.event(0, "42", upsert("\"id\":42"))));
      untilParked(page, 0);
      assertThat(orders.database().rows(orders.topic() + "_t", List.of("id", "customer")))
          .containsExactly(List.of("7", "42"));
    }
    aDeadLetterNamesTheMissingRow(config, orders, customers);
  }

  /** A row whose time limit has ended: the preview of its dead letter names what it waits for. */
  private static void aDeadLetterNamesTheMissingRow(Path config, TestJob orders, TestJob customers)
      throws Exception {
    String yaml = Files.readString(config).replace("_waiting}", "_waiting, atMost: 1s}");
    Files.writeString(config, yaml);
    orders.publish(List.of(Commands.event(0, "8", upsert("\"id\":8,\"customer\":43"))));
    try (JobProcess process =
        orders.start(Main.class, config, List.of("-Xmx400m"), "--console=0")) {
      String page = console(process);
      JsonNode letters =
          Awaitility.await()
              .atMost(Duration.ofMinutes(2))
              .until(
                  () -> get(page, "/api/jobs/{job}/deadletters", "deadletters"),
                  answer -> answer.path("matched").asInt() == 1);
      String id = letters.at("/letters/0/id").asText();
      JsonNode preview =
          get(page, "/api/jobs/{job}/deadletters/preview", "deadletters/preview?id=" + id);
      assertThat(preview.at("/letters/0/verdict").asText()).isEqualTo("waits");
      assertThat(preview.at("/letters/0/text").asText())
          .endsWith(
              "waits for a row of %s_t (customer → id): id = 43 does not exist"
                  .formatted(customers.topic()));
    }
  }

  private static void inABrowser(String page, TestJob customers) throws Exception {
    try (Browser browser = Browser.open(false, 1_400, 900)) {
      browser.go(page + "#/parked/tables"); // the link of the alert PortageRowsWait
      browser.waitFor("1 key waits for a row of " + customers.topic() + "_t");
      browser.screenshot(DirectConsoleBrowserIT.PICTURES.resolve("parked.png"));
      browser.click("which rows");
      browser.waitFor("id = 42 does not exist");
      browser.screenshot(DirectConsoleBrowserIT.PICTURES.resolve("waiting.png"));
      browser.click("why is it missing?");
      browser.waitFor("the target has neither a row nor a tombstone of this key");
      browser.waitFor("0 of this row");
    }
  }

  private static String upsert(String columns) {
    return "{\"op\":\"u\",\"after\":{" + columns + "},\"timestamp_ms\":1726531200000}";
  }

  private static String console(JobProcess process) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.log()).isTrue();
              return CONSOLE.matcher(process.log()).find();
            });
    Matcher address = CONSOLE.matcher(process.log());
    assertThat(address.find()).isTrue();
    return address.group(1);
  }

  /** Waits until so many causes of parked keys are shown, and returns the first one. */
  private static JsonNode untilParked(String page, int causes) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> get(page, "/api/jobs/{job}/tables", "tables").at("/tables/0/parked"),
            parked -> parked.isArray() && parked.size() == causes)
        .path(0);
  }

  private static JsonNode get(String page, String documented, String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(page + "api/jobs/parked/" + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonNode answer = new JsonMapper().readTree(response.body());
    assertThat(ApiContract.read().differences(documented, "get", 200, answer)).isEmpty();
    return answer;
  }
}
