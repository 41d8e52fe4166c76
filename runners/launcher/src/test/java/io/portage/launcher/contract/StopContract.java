package io.portage.launcher.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portage.launcher.ExitCode;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.schemas.Schemas;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A job that follows its topics warns of dead letters and, on SIGTERM, commits what it has read.
 * Its console shows its ledger while it runs.
 */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StopContract extends OnARunner {
  private static final Pattern CONSOLE =
      Pattern.compile("The console is at (http://127\\.0\\.0\\.1:\\d+/) while this run lasts");

  /** The records that wait for the job while it runs. */
  private static final int IN_FLIGHT = 3_000;

  @Test
  void finishesWhatItHasReadOnSigterm(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, engine(), beamOptions(), "stop", 1, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    byte[] malformed = "no JSON".getBytes(StandardCharsets.UTF_8);
    job.publish(
        List.of(
            TestJob.user(1, 0, 1),
            TestJob.user(2, 0, 2),
            new EventFile.Event(1, null, malformed, 0, null),
            new EventFile.Event(2, null, malformed, 0, null)));

    Path config = Path.of("data/scenarios/users.yaml");
    try (JobProcess process = job.start(main(), config, List.of("-Xmx400m"), "--console=0")) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(
              () -> {
                assertThat(process.isAlive()).as(process.log()).isTrue();
                return process.log().contains("dead 2");
              });
      URI console = consoleShowsTheLedger(process, job);
      AtomicInteger published = new AtomicInteger(4);
      AtomicBoolean ended = new AtomicBoolean();
      Thread load =
          new Thread(
              () -> {
                while (!ended.get()) {
                  // A cold JVM cannot finish any number of records in the time of a stop.
                  Awaitility.await()
                      .atMost(Duration.ofMinutes(1))
                      .until(() -> ended.get() || published.get() - committed(job) < IN_FLIGHT);
                  int first = published.get();
                  job.publish(
                      IntStream.range(first, first + 50)
                          .mapToObj(id -> TestJob.user(id, 0, id))
                          .toList());
                  published.addAndGet(50);
                }
              });
      load.start();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> committed(job) > 4);
      int code = process.terminate();
      ended.set(true);
      load.join();

      assertThat(code).as(process.log()).isEqualTo(ExitCode.OK);
      assertThatThrownBy(() -> get(console)).isInstanceOf(ConnectException.class);
      assertThat(process.log())
          .containsOnlyOnce(
              "WARN FirstOccurrenceLog - First dead letter of its kind: Decode MALFORMED")
          .containsPattern("dead +2\n")
          .contains(
              "Stopped. Every record that was read has its outcome, and its offset is committed.")
          .doesNotContain("\tat ");

      LedgerSummary rest = job.run(job.config(config));
      assertThat(rest.duplicate()).as("written, but not committed").isZero();
      assertThat(rest.stale()).isZero();
      assertThat(committed(job)).isEqualTo(published.get());
    }
    assertThat(job.deadLetters()).hasSize(2);
  }

  /** Returns the address of the overview, after it has shown what the run's own lines have. */
  private static URI consoleShowsTheLedger(JobProcess process, TestJob job) throws Exception {
    Matcher address = CONSOLE.matcher(process.log());
    assertThat(address.find()).as(process.log()).isTrue();
    JsonNode jobs = get(URI.create(address.group(1) + "api/jobs"));
    assertThat(jobs.path("actions").asBoolean()).isFalse();
    assertThat(jobs.path("values").asBoolean()).isFalse();
    URI overview =
        URI.create(address.group(1) + "api/jobs/" + jobs.at("/jobs/0/name").asText() + "/overview");
    JsonNode shown = get(overview);
    assertThat(shown.path("group").asText()).isEqualTo(job.group());
    assertThat(shown.path("ledgerPlace").asText()).isEqualTo("this run");
    assertThat(shown.at("/ledger/dead").asLong()).isEqualTo(2);
    assertThat(shown.at("/ledger/read").asLong()).isGreaterThanOrEqualTo(4);
    return overview;
  }

  private static JsonNode get(URI address) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(address).build(),
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonMapper().readTree(response.body());
  }

  private static long committed(TestJob job) throws Exception {
    return job.committed().getOrDefault(0, 0L);
  }
}
