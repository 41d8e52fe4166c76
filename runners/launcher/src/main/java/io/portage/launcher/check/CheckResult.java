package io.portage.launcher.check;

/**
 * One thing that was looked at.
 *
 * @param subject what, for people
 * @param status whether it is as it must be
 * @param detail what was found, or what to do about it
 */
record CheckResult(String subject, CheckStatus status, String detail) {
  /** What was found. */
  enum CheckStatus {
    /** As it must be. */
    OK("ok      "),
    /** The job can run, but some rows may not become what one expects. */
    WARNING("warning "),
    /** The job cannot run. */
    FAILED("FAILED  ");

    private final String label;

    CheckStatus(String label) {
      this.label = label;
    }
  }

  static CheckResult ok(String subject, String detail) {
    return new CheckResult(subject, CheckStatus.OK, detail);
  }

  static CheckResult warning(String subject, String detail) {
    return new CheckResult(subject, CheckStatus.WARNING, detail);
  }

  static CheckResult failed(String subject, String detail) {
    return new CheckResult(subject, CheckStatus.FAILED, detail);
  }

  /** Whether the job can run as far as this is concerned. */
  boolean passed() {
    return status != CheckStatus.FAILED;
  }

  @Override
  public String toString() {
    return status.label + subject + ": " + detail;
  }
}
