package io.portage.launcher.verify;

import io.portage.launcher.output.TextTable;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import io.portage.verify.report.VerifyReport;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report for people. */
final class VerifyText {
  private static final int MOST = 50;

  private VerifyText() {}

  /**
   * Returns the report.
   *
   * @param against the side that the target was compared with, {@code source} or {@code log}
   */
  static String of(VerifyReport report, String against, boolean showValues) {
    StringBuilder text = new StringBuilder();
    List<List<String>> summary = new ArrayList<>();
    for (TableReport table : report.tables()) {
      summary.add(
          List.of(
              table.table(),
              number(table.sourceRows()),
              number(table.targetRows()),
              number(table.differences()),
              number(table.undecided()),
              result(table)));
    }
    text.append(
        TextTable.render(
            List.of(
                "table", against + " rows", "target rows", "differences", "undecided", "result"),
            summary));
    for (TableReport table : report.tables()) {
      findings(text, table, showValues);
    }
    return text.append(
            switch (report.outcome()) {
              case EQUAL -> capital(against) + " and target are equal.\n";
              case DIFFERENT -> capital(against) + " and target differ.\n";
              case UNDECIDED -> "Not everything could be decided.\n";
            })
        .toString();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  private static String result(TableReport table) {
    if (table.isEqual()) {
      return "equal";
    }
    List<String> parts = new ArrayList<>();
    table.counts().forEach((kind, count) -> parts.add(count + " " + kind.label()));
    if (!table.problem().isEmpty()) {
      parts.add("not verified: " + table.problem());
    }
    return String.join(", ", parts);
  }

  private static void findings(StringBuilder text, TableReport table, boolean showValues) {
    if (table.findings().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Finding finding : table.findings()) {
      if (rows.size() == MOST) {
        break;
      }
      rows.add(
          List.of(
              finding.kind().label(),
              finding.keyText(),
              String.join(", ", finding.columns()),
              finding.firstSeen().truncatedTo(ChronoUnit.SECONDS).toString(),
              finding.lastSeen().truncatedTo(ChronoUnit.SECONDS).toString(),
              detail(finding, showValues)));
    }
    text.append('\n')
        .append(table.table())
        .append('\n')
        .append(
            TextTable.render(
                List.of("kind", "key", "columns", "first seen", "last seen", "detail"), rows));
    long all = table.counts().values().stream().mapToLong(Long::longValue).sum();
    if (all > rows.size()) {
      text.append("  and ").append(number(all - rows.size())).append(" more (--json has them)\n");
    }
  }

  private static String detail(Finding finding, boolean showValues) {
    List<String> parts = new ArrayList<>();
    if (finding.deadLetter() != null) {
      parts.add("dead letter " + finding.deadLetter());
    }
    if (!finding.detail().isEmpty()) {
      parts.add(finding.detail());
    }
    if (showValues) {
      for (Map.Entry<String, Finding.ValuePair> value : finding.values().entrySet()) {
        parts.add(
            value.getKey()
                + ": source "
                + value.getValue().source()
                + ", target "
                + value.getValue().target());
      }
    }
    if (finding.kind() == DifferenceKind.AHEAD && parts.isEmpty()) {
      parts.add("changes too often to be decided in these rounds");
    }
    return String.join("; ", parts);
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
