package io.portage.decode.avro;

import io.portage.decode.registry.RegistryConfig;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of the schemas with which records were written, and how a record names its own. */
public sealed interface AvroSchemas extends Serializable {
  /**
   * All values have one schema, and all keys; the bytes have no header.
   *
   * @param value the text of the values' schema
   * @param key the text of the keys' schema; null if keys are JSON
   */
  record OneSchema(String value, @Nullable String key) implements AvroSchemas {}

  /**
   * Avro's single-object encoding: C3 01 and the fingerprint of the schema are before each value
   * and key.
   *
   * @param schemas the texts of all schemas of values and keys
   */
  record SingleObject(List<String> schemas) implements AvroSchemas {
    public SingleObject {
      schemas = List.copyOf(schemas);
    }
  }

  /**
   * Each record carries the id of its schema in a registry.
   *
   * @param registry the registry, with the place and the kind of the ids
   */
  record Registered(RegistryConfig registry) implements AvroSchemas {}
}
