package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portage.launcher.ExitCode;
import io.portage.launcher.Portage;
import io.portage.launcher.contract.JobProcess;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.inspect.FlinkMetrics;
import io.portage.launcher.publish.EventFile;
import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.launcher.status.Overview;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ledger of a running job, read from Flink's REST interface. */
@ExtendWith(SandboxExtension.class)
@Tag("full")
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FlinkMetricsIT {
  private static final Pattern ADDRESS =
      Pattern.compile("REST interface is at (http://[^ ]+)\\.\\s");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void readsTheLedgerOfARunningJob(Sandbox sandbox) throws Exception {
    TestJob job =
        TestJob.create(
            sandbox, new FlinkEngine(), List.of("--parallelism=2"), "metrics", 2, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    List<EventFile.Event> events = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      events.add(TestJob.user(i, i % 2, 1));
      events.add(TestJob.user(i, i % 2, 2));
    }
    byte[] malformed = "no JSON".getBytes(StandardCharsets.UTF_8);
    events.add(new EventFile.Event(1, null, malformed, 0, null));
    job.publish(events);

    Path source = Path.of("data/scenarios/users.yaml");
    String name = job.config(source).name();
    try (JobProcess process = job.start(Main.class, source, List.of("-Xmx400m"))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(process.isAlive()).as(process.log()).isTrue();
                return job.committed().values().stream().mapToLong(Long::longValue).sum() == 41;
              });

      // Nobody has asked Flink before: the first answer must be right.
      FlinkMetrics flink =
          FlinkMetrics.of(List.of(URI.create("http://127.0.0.1:9"), address(process)));
      MetricsSnapshot first =
          Awaitility.await()
              .atMost(PATIENCE)
              .until(() -> flink.read(name), Optional::isPresent)
              .orElseThrow();
      Overview.Ledger ledger = Overview.Ledger.of(first);
      assertThat(ledger.read()).isEqualTo(41);
      assertThat(ledger.inFlight()).isZero();
      assertThat(ledger.applied() + ledger.superseded()).isEqualTo(40);
      assertThat(ledger.applied()).isGreaterThanOrEqualTo(20);
      assertThat(ledger.dead()).isEqualTo(1);
      assertThat(ledger.deadBy()).containsEntry("Decode MALFORMED", 1L);
      assertThat(ledger.addsUp()).isTrue();
      assertThat(ledger.lagMillis()).isPositive();
      assertThat(flink.read("another")).isEmpty();

      JsonNode status = status(job, source, address(process));
      assertThat(status.at("/overview/ledger/read").asLong()).isEqualTo(41);
      assertThat(status.at("/overview/ledgerPlace").asText())
          .isEqualTo("Flink at " + address(process).getAuthority());
      assertThat(status.at("/tables/tables/0/applied").asLong()).isEqualTo(ledger.applied());
    }
  }

  private JsonNode status(TestJob job, Path source, URI flink) throws Exception {
    Path config =
        Files.writeString(folder.resolve("job.yaml"), job.filled(Files.readString(source)));
    StringWriter printed = new StringWriter();
    int code =
        Portage.execute(
            new FlinkEngine(),
            new PrintWriter(printed),
            new PrintWriter(printed),
            "status",
            "--config=" + config,
            "--flink=" + flink,
            "--format=json");
    assertThat(code).as(printed.toString()).isEqualTo(ExitCode.OK);
    return new ObjectMapper().readTree(printed.toString());
  }

  private static URI address(JobProcess process) {
    Awaitility.await().atMost(PATIENCE).until(() -> ADDRESS.matcher(process.log()).find());
    Matcher found = ADDRESS.matcher(process.log());
    assertThat(found.find()).isTrue();
    return URI.create(found.group(1));
  }
}
