package io.portage.assess.report;

import io.portage.assess.Assessment;
import io.portage.assess.Finding;

/** An assessment as text, for people. */
public final class TextReport {
  private TextReport() {}

  /** Returns the lines, which end with a line break. */
  public static String of(Assessment assessment) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : assessment.findings()) {
      text.append(
          "%-8s%s  %s\n"
              .formatted(
                  finding.kind().severity().label(), finding.kind().id(), line(finding.object())));
      text.append("        ").append(finding.kind().title()).append(": ");
      text.append(line(finding.evidence())).append('\n');
      text.append("        fix (").append(finding.fix().place().label()).append("): ");
      text.append(finding.fix().text().strip().replace("\n", "\n          ")).append('\n');
    }
    return text.append(assessment.facts().job().name())
        .append(": ")
        .append(assessment.verdict())
        .append(".\n")
        .toString();
  }

  /** Names may contain line breaks and control characters. */
  private static String line(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }
}
