package io.portage.launcher.cutover;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The outcome of a check.
 *
 * @param verdict the verdict
 * @param evidence what was found, sentences without row values
 * @param findings what stands against the switch
 * @param accepted findings that the operator has accepted
 */
record CheckOutcome(
    CutoverVerdict verdict,
    List<String> evidence,
    List<CutoverFinding> findings,
    List<CutoverFinding> accepted) {
  CheckOutcome {
    evidence = List.copyOf(evidence);
    findings = List.copyOf(findings);
    accepted = List.copyOf(accepted);
  }

  static CheckOutcome go(String... evidence) {
    return new CheckOutcome(CutoverVerdict.GO, List.of(evidence), List.of(), List.of());
  }

  static CheckOutcome undecided(String reason) {
    return new CheckOutcome(CutoverVerdict.UNDECIDED, List.of(reason), List.of(), List.of());
  }

  static CheckOutcome noGo(CutoverFinding finding, String... evidence) {
    return of(List.of(evidence), List.of(finding));
  }

  /** Returns NO_GO if there are findings, else GO. */
  static CheckOutcome of(List<String> evidence, List<CutoverFinding> findings) {
    return new CheckOutcome(
        findings.isEmpty() ? CutoverVerdict.GO : CutoverVerdict.NO_GO,
        evidence,
        findings,
        List.of());
  }

  /** Returns this outcome, undecided if it would be GO. */
  CheckOutcome butUndecided(String reason) {
    List<String> more = new ArrayList<>(evidence);
    more.add(reason);
    return new CheckOutcome(
        verdict == CutoverVerdict.GO ? CutoverVerdict.UNDECIDED : verdict,
        more,
        findings,
        accepted);
  }

  /** Returns this outcome after the operator has accepted the findings with these ids. */
  CheckOutcome accepting(Set<String> ids) {
    List<CutoverFinding> open = new ArrayList<>();
    List<CutoverFinding> settled = new ArrayList<>(accepted);
    findings.forEach(finding -> (ids.contains(finding.id()) ? settled : open).add(finding));
    return new CheckOutcome(
        verdict == CutoverVerdict.NO_GO && open.isEmpty() ? CutoverVerdict.GO : verdict,
        evidence,
        open,
        settled);
  }
}
