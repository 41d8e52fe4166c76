package io.portage.decode;

/**
 * The bytes do not conform to the format. The message goes into a dead letter: it contains
 * positions and names, never values. There is no stack trace, because the fault is in the data and
 * not in the program.
 */
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1;

  public MalformedException(String problem) {
    super(problem, null, false, false);
  }

  /** The error message. */
  public String problem() {
    return String.valueOf(getMessage());
  }
}
