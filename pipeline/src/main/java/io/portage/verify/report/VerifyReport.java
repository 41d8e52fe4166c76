package io.portage.verify.report;

import java.time.Instant;
import java.util.List;

/**
 * The result of a verification.
 *
 * @param started the time of the beginning
 * @param ended the time of the end
 * @param tables the results by target table
 */
public record VerifyReport(Instant started, Instant ended, List<TableReport> tables) {
  /** The outcome of the whole. */
  public enum VerifyOutcome {
    /** Every table was verified, and is equal. */
    EQUAL,
    /** There is at least one difference. */
    DIFFERENT,
    /** There is no known difference, but not everything could be decided. */
    UNDECIDED
  }

  /** Returns the outcome. */
  public VerifyOutcome outcome() {
    if (tables.stream().anyMatch(table -> table.differences() > 0)) {
      return VerifyOutcome.DIFFERENT;
    }
    return tables.stream().allMatch(TableReport::isEqual) && !tables.isEmpty()
        ? VerifyOutcome.EQUAL
        : VerifyOutcome.UNDECIDED;
  }
}
