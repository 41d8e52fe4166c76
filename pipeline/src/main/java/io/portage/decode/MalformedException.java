package io.portage.decode;

/**
 * The bytes are not what the format says. The message goes into a dead letter: it holds positions
 * and names, never values. There is no stack trace, since this is data and no fault of the program.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedException(String problem) {
    super(problem, null, false, false);
  }

  /** What is wrong. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
