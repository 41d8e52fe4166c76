package io.portage.launcher.check;

import io.portage.config.PortageConfig;
import io.portage.enrich.ReferenceCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks that the references can be read. */
final class ReferenceChecks {
  private ReferenceChecks() {}

  static List<CheckResult> run(PortageConfig config) {
    return ReferenceCheck.all(config).stream().map(ReferenceChecks::check).toList();
  }

  private static CheckResult check(ReferenceCheck probe) {
    String subject = "reference " + probe.name();
    @Nullable String problem = probe.problem();
    if (problem != null) {
      return CheckResult.failed(subject, problem);
    }
    return CheckResult.ok(subject, probe.entries() == 1 ? "1 entry" : probe.entries() + " entries");
  }
}
