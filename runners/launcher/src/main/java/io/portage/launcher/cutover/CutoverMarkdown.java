package io.portage.launcher.cutover;

import io.portage.launcher.output.DurationText;
import java.util.List;
import java.util.Locale;

/** Writes a report as Markdown, with lines to sign. */
final class CutoverMarkdown {
  private CutoverMarkdown() {}

  static String render(CutoverReport report) {
    StringBuilder text = new StringBuilder();
    text.append("# Cutover of ").append(escaped(report.job())).append("\n\n");
    text.append("- Verdict: **")
        .append(report.verdict().label().toUpperCase(Locale.ROOT))
        .append("**\n- Time: ")
        .append(report.at())
        .append("\n- Expected downtime: ")
        .append(DurationText.of(report.expectedDowntime()))
        .append(" (the time of these checks, without stopping and starting the application)\n\n");
    text.append("| check | verdict | took |\n|---|---|---|\n");
    for (CheckReport check : report.checks()) {
      text.append("| ")
          .append(check.title())
          .append(" (`")
          .append(check.id())
          .append("`) | ")
          .append(check.outcome().verdict().label())
          .append(" | ")
          .append(DurationText.of(check.took()))
          .append(" |\n");
    }
    for (CheckReport check : report.checks()) {
      text.append("\n## ").append(check.title()).append("\n\n");
      check
          .outcome()
          .evidence()
          .forEach(line -> text.append("- ").append(escaped(line)).append('\n'));
      findings(text, "Against the switch", check.outcome().findings());
      findings(text, "Accepted", check.outcome().accepted());
    }
    return text.append(
            """

            ## Signatures

            | role | name | date | signature |
            |---|---|---|---|
            | operator | | | |
            | owner of the application | | | |
            """)
        .toString();
  }

  private static void findings(StringBuilder text, String title, List<CutoverFinding> findings) {
    if (findings.isEmpty()) {
      return;
    }
    text.append('\n').append(title).append(":\n\n");
    for (CutoverFinding finding : findings) {
      text.append("- `")
          .append(finding.id().replace('`', '\''))
          .append("`: ")
          .append(escaped(finding.problem()))
          .append(". Fix: ")
          .append(escaped(finding.fix()))
          .append('\n');
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("|", "\\|")
        .replace("*", "\\*")
        .replace("_", "\\_")
        .replace("<", "\\<")
        .replace("`", "\\`")
        .replace('\n', ' ');
  }
}
