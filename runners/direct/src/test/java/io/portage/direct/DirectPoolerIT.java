package io.portage.direct;

import static io.portage.direct.Commands.portage;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.ExitCode;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.Sandbox;
import io.portage.sandbox.junit.SandboxExtension;
import io.portage.schemas.Schemas;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A target with a connection pooler in transaction mode. */
@ExtendWith(SandboxExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DirectPoolerIT {
  @TempDir private Path folder;

  @Test
  void checkNamesTheSettingThatTheJobNeeds(Sandbox sandbox) throws Exception {
    TestJob job = Commands.job(sandbox, "pooler", 1);
    job.database().execute("DROP TABLE IF EXISTS users_enriched");
    job.database().execute(Schemas.sql("postgresql/users_enriched"));
    job.publish(List.of(TestJob.user(1, 0, 1), TestJob.user(2, 0, 2)));
    int port = URI.create(sandbox.jdbcUrl().substring(5)).getPort();

    try (TransactionPooler pooler = TransactionPooler.to(port)) {
      String url =
          sandbox.jdbcUrl().replace(":" + port + "/", ":" + pooler.port() + "/")
              + "?sslmode=disable&gssEncMode=disable";

      assertThat(portage("check", "--config=" + config(sandbox, job, url)))
          .startsWith(ExitCode.CHECK_FAILED + "\n")
          .contains("FAILED  target.jdbc.url: a connection pooler in transaction mode")
          .contains("add prepareThreshold=0 to the URL");

      Path config = config(sandbox, job, url + "&prepareThreshold=0");
      assertThat(portage("check", "--config=" + config)).startsWith(ExitCode.OK + "\n");
      assertThat(portage("run", "--config=" + config, "--until=end"))
          .startsWith(ExitCode.OK + "\n")
          .contains("balanced");
    }
    assertThat(job.database().rows("users_enriched", List.of("user_id"))).hasSize(2);
  }

  private Path config(Sandbox sandbox, TestJob job, String url) throws Exception {
    return Files.writeString(
        folder.resolve("job.yaml"), Commands.users(job).replace(sandbox.jdbcUrl(), url));
  }
}
