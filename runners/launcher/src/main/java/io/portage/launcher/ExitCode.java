package io.portage.launcher;

/** What the process tells its caller; scripts may rely on it. */
public final class ExitCode {
  /** All is well. */
  public static final int OK = 0;

  /** Anything that no other code names. */
  public static final int FAILED = 1;

  /** The command line or the configuration is wrong. */
  public static final int USAGE = 2;

  /** A check or the preflight failed. */
  public static final int CHECK_FAILED = 3;

  /** The run finished, but with dead letters. */
  public static final int DEAD_LETTERS = 4;

  private ExitCode() {}
}
