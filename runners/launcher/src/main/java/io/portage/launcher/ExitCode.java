package io.portage.launcher;

/** The exit codes of the process; stable, for scripts. */
public final class ExitCode {
  /** Success. */
  public static final int OK = 0;

  /** Every failure without a code of its own. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** A check, also one of the preflight, failed. */
  public static final int CHECK_FAILED = 3;

  /** The run finished, but with dead letters. */
  public static final int DEAD_LETTERS = 4;

  private ExitCode() {}
}
