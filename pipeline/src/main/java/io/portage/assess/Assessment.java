package io.portage.assess;

import io.portage.assess.facts.Facts;
import io.portage.assess.rules.Rules;
import java.time.Instant;
import java.util.List;

/**
 * The result of an assessment.
 *
 * @param at when it was made
 * @param facts what is known
 * @param findings the findings, sorted
 */
public record Assessment(Instant at, Facts facts, List<Finding> findings) {
  /** Keeps a copy. */
  public Assessment {
    findings = List.copyOf(findings);
  }

  /** Applies all rules. */
  public static Assessment of(Facts facts, Instant at) {
    return new Assessment(at, facts, Rules.apply(facts));
  }

  /** Returns the number of findings of a severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.kind().severity() == severity).count();
  }

  /** Returns true if something could not be read. */
  public boolean isIncomplete() {
    return findings.stream().anyMatch(finding -> finding.kind().undecided());
  }

  /** Returns true if there is a finding of this severity or of a worse one that was read. */
  public boolean reaches(Severity severity) {
    return findings.stream()
        .filter(finding -> !finding.kind().undecided())
        .anyMatch(finding -> finding.kind().severity().compareTo(severity) <= 0);
  }

  /** Returns the result in one sentence. */
  public String verdict() {
    return count(Severity.BLOCKER)
        + " blockers, "
        + count(Severity.WARNING)
        + " warnings, "
        + count(Severity.NOTE)
        + " notes"
        + (isIncomplete() ? "; not everything could be read" : "");
  }
}
