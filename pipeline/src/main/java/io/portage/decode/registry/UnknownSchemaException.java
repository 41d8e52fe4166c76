package io.portage.decode.registry;

/** The registry does not have a schema. The message is a clause that follows the schema's id. */
public final class UnknownSchemaException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownSchemaException(String problem) {
    super(problem);
  }
}
