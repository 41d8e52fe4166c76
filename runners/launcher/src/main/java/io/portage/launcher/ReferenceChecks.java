package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.enrich.ReferenceProbe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks whether the references can be read. */
final class ReferenceChecks {
  private ReferenceChecks() {}

  static List<Check> run(PortageConfig config) {
    return ReferenceProbe.all(config).stream().map(ReferenceChecks::check).toList();
  }

  private static Check check(ReferenceProbe probe) {
    String subject = "reference " + probe.name();
    @Nullable String problem = probe.problem();
    if (problem != null) {
      return Check.failed(subject, problem);
    }
    return Check.ok(subject, probe.entries() == 1 ? "1 entry" : probe.entries() + " entries");
  }
}
