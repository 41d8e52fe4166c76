package io.portage.config.yaml;

/** A text is not what its key asks for. */
public final class InvalidValueException extends Exception {
  private static final long serialVersionUID = 1;

  private final String what;
  private final String hint;

  /**
   * A text that is malformed.
   *
   * @param what what it is not, without the text itself
   * @param hint what to write instead
   */
  InvalidValueException(String what, String hint) {
    super(what + " (" + hint + ")");
    this.what = what;
    this.hint = hint;
  }

  /** The message with the text as it stands in the file. */
  String quoting(String text) {
    return what + ": '" + text + "' (" + hint + ")";
  }
}
