package io.portage.decode.registry;

import java.util.UUID;

/**
 * The id of a writer schema, as a record carries it.
 *
 * @param kind the meaning of the number
 * @param high the first half of a GUID, else 0
 * @param low the number, or the second half of a GUID
 */
public record SchemaId(IdKind kind, long high, long low) {
  /** The kinds of ids. */
  public enum IdKind {
    /** A schema in a registry with Confluent's API. */
    ID("schema id"),
    /** A schema in a registry with Confluent's API, the same in all registries. */
    GUID("schema GUID"),
    /** A version of an artifact in an Apicurio registry. */
    GLOBAL_ID("schema with the global id"),
    /** The content of artifacts in an Apicurio registry. */
    CONTENT_ID("schema with the content id"),
    /** The CRC-64-AVRO fingerprint of a schema, in Avro's single-object encoding. */
    FINGERPRINT("schema with the fingerprint");

    private final String label;

    IdKind(String label) {
      this.label = label;
    }
  }

  /** Returns an id that is one number. */
  public static SchemaId of(IdKind kind, long number) {
    return new SchemaId(kind, 0, number);
  }

  /** Returns the id without its kind, as registries write it. */
  public String number() {
    return switch (kind) {
      case GUID -> new UUID(high, low).toString();
      case FINGERPRINT -> "%016x".formatted(low);
      default -> Long.toString(low);
    };
  }

  /** Returns the kind and the number, for messages. */
  @Override
  public String toString() {
    return kind.label + " " + number();
  }
}
