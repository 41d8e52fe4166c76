package io.portage.config.yaml;

/** A text is not a valid value of its key. */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1;

  private final String what;
  private final String hint;

  /**
   * Creates the exception.
   *
   * @param what the error, without the text itself
   * @param hint the expected form
   */
  InvalidValueException(String what, String hint) {
    super(what + " (" + hint + ")");
    this.what = what;
    this.hint = hint;
  }

  /** Returns the message with the text as written in the file. */
  String quoting(String text) {
    return what + ": '" + text + "' (" + hint + ")";
  }
}
