package io.portage.assess.report;

import io.portage.assess.Assessment;
import io.portage.assess.Finding;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TopicFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An assessment as one HTML file without scripts and without links to other files. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>%s</title>
      <style>
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2em auto; max-width: 75em; padding: 0 1em; }
      table { border-collapse: collapse; width: 100%%; }
      th, td { border: 1px solid #bbb; padding: .35em .6em; text-align: left; vertical-align: top; }
      th { background: #eee; }
      pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
      .blocker { background: #fbd5d5; }
      .warning { background: #fdf0c4; }
      .note { background: #e4eefb; }
      </style>
      </head>
      <body>
      """;

  private final StringBuilder html = new StringBuilder();

  private HtmlReport() {}

  /** Returns the file's text. */
  public static String of(Assessment assessment) {
    HtmlReport report = new HtmlReport();
    report.write(assessment);
    return report.html.toString();
  }

  private void write(Assessment assessment) {
    String title = "Assessment of " + assessment.facts().job().name();
    html.append(HEAD.formatted(escaped(title)));
    html.append("<h1>").append(escaped(title)).append("</h1>\n<p>");
    html.append(escaped(assessment.at() + ": " + assessment.verdict())).append(".</p>\n");
    html.append("<h2>Findings</h2>\n<table>\n");
    row("th", List.of("severity", "id", "object", "what it means", "evidence", "guarantee", "fix"));
    assessment.findings().forEach(this::finding);
    html.append("</table>\n<h2>Databases</h2>\n<table>\n");
    row("th", List.of("", "database", "user", "tables", "settings"));
    database("source", assessment.facts().source());
    database("target", assessment.facts().target());
    html.append("</table>\n<h2>Topics</h2>\n<table>\n");
    row("th", List.of("topic", "partitions", "records", "removed", "cleanup", "retention (ms)"));
    assessment.facts().topics().forEach(this::topic);
    html.append("</table>\n<h2>What the messages show</h2>\n<table>\n");
    row("th", List.of("table", "observed"));
    for (MessageFacts seen : assessment.facts().messages()) {
      StringBuilder modes = new StringBuilder();
      ObservedModes.of(assessment.facts(), seen)
          .forEach((name, mode) -> modes.append(name).append(": ").append(mode).append('\n'));
      row("td", List.of(seen.from(), modes.toString().stripTrailing()));
    }
    html.append("</table>\n</body>\n</html>\n");
  }

  private void finding(Finding finding) {
    html.append("<tr class=\"").append(finding.kind().severity().label()).append("\">");
    cells(
        "td",
        List.of(
            finding.kind().severity().label(),
            finding.kind().id(),
            finding.object(),
            finding.kind().title(),
            finding.evidence(),
            finding.kind().section(),
            finding.fix().place().label() + ":\n" + finding.fix().text()));
    html.append("</tr>\n");
  }

  private void database(String name, @Nullable DatabaseFacts facts) {
    if (facts == null) {
      row("td", List.of(name, "not read", "", "", ""));
      return;
    }
    StringBuilder settings = new StringBuilder();
    facts
        .settings()
        .forEach((key, value) -> settings.append(key).append(" = ").append(value).append('\n'));
    row(
        "td",
        List.of(
            name,
            facts.product().label() + " " + facts.version(),
            facts.user(),
            String.valueOf(facts.tables().size()),
            settings.toString().stripTrailing()));
  }

  private void topic(TopicFacts topic) {
    row(
        "td",
        List.of(
            topic.name() + (topic.exists() ? "" : " (missing)"),
            String.valueOf(topic.partitions()),
            String.valueOf(topic.records()),
            String.valueOf(topic.removed()),
            topic.compacted() ? topic.deletes() ? "compact, delete" : "compact" : "delete",
            topic.deletes() ? String.valueOf(topic.retentionMillis()) : "-1"));
  }

  private void row(String cell, List<String> texts) {
    html.append("<tr>");
    cells(cell, texts);
    html.append("</tr>\n");
  }

  private void cells(String cell, List<String> texts) {
    for (String text : texts) {
      html.append('<').append(cell).append('>');
      html.append(text.contains("\n") ? "<pre>" + escaped(text) + "</pre>" : escaped(text));
      html.append("</").append(cell).append('>');
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
