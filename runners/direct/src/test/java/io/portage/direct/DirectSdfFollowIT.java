package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.fault.FollowingPipeline;
import io.portage.launcher.contract.TestJob;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.PipelineResult;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole pipeline over the splittable read, which Dataflow uses; one partition is empty. */
@ExtendWith(SandboxExtension.class)
@Timeout(240)
@Tag("full")
final class DirectSdfFollowIT {
  private static final Path SCENARIO = Path.of("data/scenarios/users.yaml");

  @Test
  void writesTheTableAndCommitsWhatIsDone(Sandbox sandbox) throws Exception {
    TestJob job = TestJob.create(sandbox, new Main.DirectEngine(), List.of(), "sdf", 2, Map.of());
    job.database().execute("DROP TABLE IF EXISTS users_enriched, portage_tombstones");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    job.publish(List.of(TestJob.user(1, 0, 100), TestJob.user(2, 0, 101)));

    PipelineResult run =
        job.follow(job.config(SCENARIO), "--experiments=use_sdf_read", "--blockOnRun=false");
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .untilAsserted(() -> assertThat(job.committed()).isEqualTo(Map.of(0, 2L)));

      assertThat(job.database().rows("users_enriched", List.of("user_id"))).hasSize(2);
      LedgerSummary ledger = LedgerSummary.of(run.metrics());
      assertThat(ledger.read()).isEqualTo(2);
      assertThat(ledger.applied()).isEqualTo(2);
    } finally {
      FollowingPipeline.cancel(run);
    }
  }
}
