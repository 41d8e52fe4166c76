package io.portage.launcher.verify;

import io.portage.launcher.output.TextTable;
import io.portage.verify.repair.RepairReport;
import io.portage.verify.repair.RepairedRow;
import io.portage.verify.repair.RepairedRow.RepairOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A repair as text: a line per row, then the counts. */
final class RepairText {
  private RepairText() {}

  static String of(RepairReport report) {
    if (report.rows().isEmpty()) {
      return "Nothing to repair.\n";
    }
    List<List<String>> rows = new ArrayList<>();
    for (RepairedRow row : report.rows()) {
      rows.add(
          List.of(
              row.table(),
              row.keyText(),
              row.operation() == null ? "" : row.operation().name().toLowerCase(Locale.ROOT),
              row.outcome().label(),
              row.detail()));
    }
    StringBuilder text = new StringBuilder("\n");
    text.append(TextTable.render(List.of("table", "key", "write", "outcome", ""), rows));
    List<String> counts = new ArrayList<>();
    for (RepairOutcome outcome : RepairOutcome.values()) {
      long count = report.count(outcome);
      if (count > 0) {
        counts.add(count + " " + outcome.label());
      }
    }
    return text.append("Repair: ").append(String.join(", ", counts)).append('\n').toString();
  }
}
