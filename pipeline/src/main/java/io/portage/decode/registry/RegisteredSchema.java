package io.portage.decode.registry;

import java.util.List;

/**
 * A schema in a registry.
 *
 * @param type the schema's language: {@code AVRO}, {@code PROTOBUF} or {@code JSON}; {@link
 *     #UNTOLD} if the registry's answer does not contain it
 * @param text the schema
 * @param references the schemas that it uses, directly or not, each behind those that it uses
 *     itself
 */
public record RegisteredSchema(String type, String text, List<ReferencedSchema> references) {
  /** The type of Avro schemas. */
  public static final String AVRO = "AVRO";

  /** The type of Protobuf schemas. */
  public static final String PROTOBUF = "PROTOBUF";

  /** The type of a schema whose text alone tells the language. */
  public static final String UNTOLD = "";

  /**
   * A schema that another one uses.
   *
   * @param name the name by which the other one uses it: of an Avro type, or of a Protobuf file
   * @param text the schema
   */
  public record ReferencedSchema(String name, String text) {}

  public RegisteredSchema {
    references = List.copyOf(references);
  }

  /**
   * Checks the type, if it is known.
   *
   * @throws IllegalArgumentException if it is another one; the message is a noun
   */
  public void requireType(String expected) {
    if (!type.equals(expected) && !type.equals(UNTOLD)) {
      throw new IllegalArgumentException("not of type " + expected + " but " + type);
    }
  }
}
