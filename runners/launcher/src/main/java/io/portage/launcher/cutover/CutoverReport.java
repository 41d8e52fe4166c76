package io.portage.launcher.cutover;

import io.portage.launcher.output.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The evidence of a cutover, to sign.
 *
 * @param job the job's name
 * @param at the time of the beginning
 * @param checks the checks in their order
 * @param sourceColumns the columns of the source tables, for a later comparison
 */
record CutoverReport(
    String job, Instant at, List<CheckReport> checks, Map<String, List<String>> sourceColumns) {
  CutoverReport {
    checks = List.copyOf(checks);
  }

  CutoverVerdict verdict() {
    return CutoverVerdict.of(checks.stream().map(check -> check.outcome().verdict()).toList());
  }

  /**
   * Returns how long the application would stand still: the time of the checks that need the writes
   * to be stopped. The times to stop and to start the application are not contained.
   */
  Duration expectedDowntime() {
    return checks.stream().map(CheckReport::took).reduce(Duration.ZERO, Duration::plus);
  }

  Optional<CheckReport> check(String id) {
    return checks.stream().filter(check -> check.id().equals(id)).findFirst();
  }

  /** Returns one line per check, and what stands against the switch, for the console. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (CheckReport check : checks) {
      text.append(String.format("%-14s %s%n", check.outcome().verdict().label(), check.title()));
      if (check.outcome().verdict() == CutoverVerdict.UNDECIDED) {
        check.outcome().evidence().forEach(line -> text.append("    ").append(line).append('\n'));
      }
      for (CutoverFinding finding : check.outcome().findings()) {
        text.append("    ")
            .append(finding.id())
            .append(": ")
            .append(finding.problem())
            .append("\n        fix: ")
            .append(finding.fix())
            .append('\n');
      }
    }
    return text.append("Expected downtime: ")
        .append(DurationText.of(expectedDowntime()))
        .append(", without stopping and starting the application.\nVerdict: ")
        .append(verdict().label())
        .append('.')
        .toString()
        .replace("\r\n", "\n");
  }
}
