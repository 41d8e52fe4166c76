package io.portage.launcher.cutover;

import java.util.Collection;

/** The verdict of a check, and of all of them. */
enum CutoverVerdict {
  /** Nothing stands against the switch. */
  GO("go", 0),
  /** Something stands against it. */
  NO_GO("no go", 1),
  /** It is not known. */
  UNDECIDED("cannot decide", 3);

  private final String label;
  private final int exitCode;

  CutoverVerdict(String label, int exitCode) {
    this.label = label;
    this.exitCode = exitCode;
  }

  String label() {
    return label;
  }

  int exitCode() {
    return exitCode;
  }

  /** Returns NO_GO if one is; else UNDECIDED if one is, or if there is none; else GO. */
  static CutoverVerdict of(Collection<CutoverVerdict> verdicts) {
    if (verdicts.contains(NO_GO)) {
      return NO_GO;
    }
    return verdicts.isEmpty() || verdicts.contains(UNDECIDED) ? UNDECIDED : GO;
  }
}
