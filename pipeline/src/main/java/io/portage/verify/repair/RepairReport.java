package io.portage.verify.repair;

import io.portage.verify.repair.RepairedRow.RepairOutcome;
import java.util.List;

/**
 * The result of a repair.
 *
 * @param rows the rows, in the order of the findings
 */
public record RepairReport(List<RepairedRow> rows) {
  /** Copies the list. */
  public RepairReport {
    rows = List.copyOf(rows);
  }

  /** Returns the number of rows with this outcome. */
  public long count(RepairOutcome outcome) {
    return rows.stream().filter(row -> row.outcome() == outcome).count();
  }

  /** Returns true if every row is what the source has, or has got a newer change. */
  public boolean isComplete() {
    return rows.stream()
        .allMatch(
            row ->
                switch (row.outcome()) {
                  case APPLIED, EQUAL, OVERTAKEN -> true;
                  case PLANNED, UNDECIDED, REFUSED, LIMIT -> false;
                });
  }
}
