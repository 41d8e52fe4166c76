package io.portage.launcher;

/**
 * One thing that was looked at.
 *
 * @param subject what, for people
 * @param passed whether it is as it must be
 * @param detail what was found, or what to do about it
 */
record Check(String subject, boolean passed, String detail) {
  static Check ok(String subject, String detail) {
    return new Check(subject, true, detail);
  }

  static Check failed(String subject, String detail) {
    return new Check(subject, false, detail);
  }

  @Override
  public String toString() {
    return (passed ? "ok      " : "FAILED  ") + subject + ": " + detail;
  }
}
