package io.portage.launcher;

/**
 * One thing that was looked at.
 *
 * @param subject what, for people
 * @param verdict whether it is as it must be
 * @param detail what was found, or what to do about it
 */
record Check(String subject, Verdict verdict, String detail) {
  /** What was found. */
  enum Verdict {
    /** As it must be. */
    OK("ok      "),
    /** The job can run, but some rows may not become what one expects. */
    WARNING("warning "),
    /** The job cannot run. */
    FAILED("FAILED  ");

    private final String label;

    Verdict(String label) {
      this.label = label;
    }
  }

  static Check ok(String subject, String detail) {
    return new Check(subject, Verdict.OK, detail);
  }

  static Check warning(String subject, String detail) {
    return new Check(subject, Verdict.WARNING, detail);
  }

  static Check failed(String subject, String detail) {
    return new Check(subject, Verdict.FAILED, detail);
  }

  /** Whether the job can run as far as this is concerned. */
  boolean passed() {
    return verdict != Verdict.FAILED;
  }

  @Override
  public String toString() {
    return verdict.label + subject + ": " + detail;
  }
}
