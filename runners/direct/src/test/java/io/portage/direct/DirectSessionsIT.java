package io.portage.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.PortageConfig;
import io.portage.fault.TcpProxy;
import io.portage.launcher.contract.RowLock;
import io.portage.launcher.contract.TestJob;
import io.portage.launcher.publish.EventFile;
import io.portage.metrics.LedgerSummary;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The sessions of a job at its database. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DirectSessionsIT {
  private static final int POOL = 8;
  private static final int USERS = 400;

  @Test
  void aJobOpensOnlyTheSessionsOfItsPool(Sandbox sandbox) throws Exception {
    int port = URI.create(sandbox.jdbcUrl().substring(5)).getPort();
    try (TcpProxy proxy = TcpProxy.to(port)) {
      TestJob job =
          TestJob.create(
                  sandbox,
                  new Main.DirectEngine(),
                  List.of("--targetParallelism=32"),
                  "sessions",
                  1,
                  Map.of())
              .through(proxy);
      job.database().execute("DROP TABLE IF EXISTS users_enriched");
      job.database().execute(Schemas.sql("postgresql/users_enriched"));
      List<EventFile.Event> events = new ArrayList<>();
      for (int i = 0; i < USERS; i++) {
        events.add(TestJob.user(i, 0, i));
      }
      job.publish(events);
      PortageConfig config = job.config(Path.of("data/scenarios/users.yaml"));

      CompletableFuture<LedgerSummary> run;
      try (RowLock lock = RowLock.by(sandbox, "LOCK TABLE users_enriched IN EXCLUSIVE MODE")) {
        run = CompletableFuture.supplyAsync(() -> job.run(config));
        // Each of the 32 shards has rows, so all sessions of the pool wait, and writers for them.
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> {
                  assertThat(run).isNotDone();
                  return lock.waiting() == POOL;
                });
      }

      assertThat(run.get(60, TimeUnit.SECONDS).applied()).isEqualTo(USERS);
      assertThat(proxy.mostConnections()).isEqualTo(POOL);
    }
  }
}
