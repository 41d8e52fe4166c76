package io.portage.assess.report;

import io.portage.assess.Assessment;
import io.portage.assess.Finding;
import io.portage.assess.Fix.Place;
import java.util.List;

/** The steps from an assessment to a running job, as Markdown. */
public final class RunBook {
  private RunBook() {}

  /**
   * Returns the run book.
   *
   * @param yaml the file of the job's configuration
   * @param sql the file of the target's tables
   * @param connector the file of the connector's configuration; empty if there is none
   */
  public static String of(Assessment assessment, String yaml, String sql, String connector) {
    StringBuilder text = new StringBuilder();
    text.append("# Run book: ").append(assessment.facts().job().name()).append("\n\n");
    text.append("Assessed ").append(assessment.at()).append(": ");
    text.append(assessment.verdict()).append(".\n");
    int step = 1;
    step = fixes(text, step, "The source's server", assessment, Place.SERVER);
    step = fixes(text, step, "The source's tables", assessment, Place.SOURCE);
    step = fixes(text, step, "The topics", assessment, Place.TOPIC);
    step = fixes(text, step, "The connector", assessment, Place.CONNECTOR);
    if (!connector.isEmpty()) {
      heading(text, step++, "Create or compare the connector");
      code(
          text,
          "sh",
          "curl -X POST -H 'Content-Type: application/json' --data @"
              + connector
              + " http://CONNECT:8083/connectors");
    }
    heading(text, step++, "Create the target's tables");
    code(text, "sh", "psql ... -f " + sql);
    step = fixes(text, step, "The target's tables", assessment, Place.TARGET);
    step = fixes(text, step, "The job's configuration", assessment, Place.JOB);
    heading(text, step++, "Check, run, compare");
    code(
        text,
        "sh",
        """
        portage assess --config=%1$s
        portage check --config=%1$s
        portage run --config=%1$s --until=end
        portage run --config=%1$s"""
            .formatted(yaml));
    heading(text, step, "Switch over");
    text.append("Stop the writes to the source, wait until the job has no lag and no dead letters,")
        .append(" set the sequences of the target, enable its triggers and foreign keys, and point")
        .append(" the application at it. Keep the source read-only until then.\n");
    return text.toString();
  }

  private static void heading(StringBuilder text, int step, String title) {
    text.append("\n## ").append(step).append(". ").append(title).append("\n\n");
  }

  private static int fixes(
      StringBuilder text, int step, String title, Assessment assessment, Place place) {
    List<Finding> here =
        assessment.findings().stream().filter(finding -> finding.fix().place() == place).toList();
    if (here.isEmpty()) {
      return step;
    }
    heading(text, step, title);
    for (Finding finding : here) {
      text.append("- **").append(finding.kind().severity().label()).append("** `");
      text.append(finding.kind().id()).append("` ").append(plain(finding.object())).append(": ");
      text.append(finding.kind().title()).append(" (").append(plain(finding.evidence()));
      text.append(").\n");
      text.append(fenced(language(place), finding.fix().text(), "  "));
    }
    return step + 1;
  }

  private static void code(StringBuilder text, String language, String code) {
    text.append(fenced(language, code, ""));
  }

  private static String language(Place place) {
    return switch (place) {
      case JOB -> "yaml";
      case TOPIC -> "sh";
      case CONNECTOR -> "properties";
      case SOURCE, SERVER, TARGET -> "sql";
    };
  }

  /** A fence is longer than every run of backquotes in the text. */
  private static String fenced(String language, String code, String indent) {
    String fence = "```";
    while (code.contains(fence)) {
      fence += "`";
    }
    String body = code.strip().replace("\n", "\n" + indent);
    return indent + fence + language + "\n" + indent + body + "\n" + indent + fence + "\n";
  }

  /** Removes what Markdown or a line would interpret. */
  private static String plain(String text) {
    return text.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\`*<>\\[\\]])", "\\\\$1");
  }
}
