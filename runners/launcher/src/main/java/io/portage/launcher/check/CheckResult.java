package io.portage.launcher.check;

/**
 * The result of one check.
 *
 * @param subject the checked object, for display
 * @param status the result
 * @param detail the findings, or the remedy
 */
public record CheckResult(String subject, CheckStatus status, String detail) {
  /** The result of a check. */
  public enum CheckStatus {
    /** No problem found. */
    OK("ok      "),
    /** The job can run, but some rows may have unexpected values. */
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

  /** Returns true if this result does not prevent the job from running. */
  public boolean passed() {
    return status != CheckStatus.FAILED;
  }

  @Override
  public String toString() {
    return status.label + subject + ": " + detail;
  }
}
