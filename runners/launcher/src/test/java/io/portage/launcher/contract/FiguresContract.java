package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.fault.TcpProxy;
import io.portage.launcher.ExitCode;
import io.portage.launcher.publish.EventFile;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job that follows its topics tells its figures and why it waits, as JSON lines. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class FiguresContract extends OnARunner {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void tellsItsLedgerAndAnOutageOfTheDatabase(Sandbox sandbox) throws Exception {
    try (TcpProxy proxy = TcpProxy.to(sandbox.postgres().port())) {
      TestJob job =
          TestJob.create(sandbox, engine(), beamOptions(), "figures", 1, Map.of()).through(proxy);
      job.database().execute("DROP TABLE IF EXISTS users_enriched");
      job.database().execute(Schemas.sql("postgresql/users_enriched"));
      job.publish(IntStream.range(0, 40).mapToObj(id -> TestJob.user(id, 0, id)).toList());
      byte[] malformed = "malformed".getBytes(StandardCharsets.UTF_8);
      job.publish(List.of(new EventFile.Event(0, null, malformed, 0, null, List.of())));

      Path config = Path.of("data/scenarios/users.yaml");
      List<String> jvm = List.of("-Xmx400m", "-Dorg.slf4j.simpleLogger.log.io.portage=info");
      try (JobProcess process = job.start(main(), config, jvm, "--log-format=json")) {
        await(process, line -> ledger(line, "applied") == 40 && lag(line) == 0);
        proxy.refuse(true);
        proxy.cut();
        job.publish(IntStream.range(40, 50).mapToObj(id -> TestJob.user(id, 0, id)).toList());
        await(
            process,
            line ->
                line.at("/fields/health/sentence").asText().startsWith("waiting for the database"));
        proxy.refuse(false);
        await(process, line -> ledger(line, "applied") == 50 && lag(line) == 0);

        assertThat(process.terminate()).as(process.log()).isEqualTo(ExitCode.OK);
        assertThat(lines(process))
            .allSatisfy(
                line -> {
                  assertThat(line.path("timestamp").asText()).matches("\\d{4}-.*Z");
                  assertThat(line.path("level").asText()).matches("ERROR|WARN|INFO");
                  assertThat(line.path("logger").asText()).isNotBlank();
                  assertThat(line.path("message").asText()).isNotBlank();
                })
            .anySatisfy(
                line ->
                    assertThat(line.path("message").asText())
                        .startsWith("Stopped. Every record that was read has its outcome"))
            .anySatisfy(line -> assertThat(line.path("logger").asText()).startsWith("io.portage."));
      }
    }
  }

  private static void await(JobProcess process, Predicate<JsonNode> wanted) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              assertThat(process.isAlive()).as(process.log()).isTrue();
              return lines(process).stream().anyMatch(wanted);
            });
  }

  /** Returns all complete lines; fails if one is not JSON. */
  private static List<JsonNode> lines(JobProcess process) {
    String log = process.log();
    return log.substring(0, log.lastIndexOf('\n') + 1).lines().map(FiguresContract::json).toList();
  }

  private static JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private static long ledger(JsonNode line, String count) {
    return line.at("/fields/ledger/" + count).asLong(-1);
  }

  private static long lag(JsonNode line) {
    return line.at("/fields/lag/records").asLong(-1);
  }
}
