package io.portage.launcher;

/** Ends a command with a message for the user and an exit code, without a stack trace. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  /** Ends the command with {@code exitCode}, one of {@link ExitCode}. */
  public CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** Ends the command with {@code exitCode} because of {@code cause}. */
  public CommandException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The code to exit with. */
  public int exitCode() {
    return exitCode;
  }
}
