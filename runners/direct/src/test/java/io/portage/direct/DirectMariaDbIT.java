package io.portage.direct;

import io.portage.launcher.contract.RunnerUnderTest;
import io.portage.launcher.contract.ScenarioContract;
import io.portage.launcher.contract.TestJob;
import io.portage.sandbox.junit.SandboxExtension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** The scenarios with MariaDB as the target, on the direct runner. */
@Tag("full")
@ExtendWith(SandboxExtension.class)
final class DirectMariaDbIT extends ScenarioContract {
  @Override
  protected RunnerUnderTest runner() {
    return new DirectUnderTest();
  }

  /** The values' tables have PostgreSQL's types; a NUL character is a value of MariaDB's texts. */
  @Override
  protected boolean applies(Path folder) {
    String name = folder.getFileName().toString();
    return !name.startsWith("values-") && !name.startsWith("nul-");
  }

  @Override
  protected TestJob targeted(TestJob job) {
    return job.intoMariaDb();
  }

  @Override
  protected List<String> statements(String script) {
    String translated =
        script
            .replaceAll("--[^\\n]*", "")
            .replaceAll("\\btext\\b", "longtext")
            .replaceAll("\\btimestamptz\\b", "timestamp(6)")
            .replaceAll("\\bnumeric\\b(?! ?\\()", "decimal(65,0)");
    return Arrays.stream(translated.split(";")).filter(one -> !one.isBlank()).toList();
  }
}
