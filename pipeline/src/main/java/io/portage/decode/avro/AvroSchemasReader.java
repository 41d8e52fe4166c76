package io.portage.decode.avro;

import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.decode.avro.AvroSchemas.OneSchema;
import io.portage.decode.avro.AvroSchemas.Registered;
import io.portage.decode.avro.AvroSchemas.SingleObject;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the keys of {@code source} that say where the schemas come from. */
public final class AvroSchemasReader {
  /** The schemas of the single-object encoding. */
  static final String SINGLE_OBJECT = "avroSingleObjectSchemas";

  private AvroSchemasReader() {}

  /** Returns the keys, of which exactly one must be set. */
  public static Set<String> keys() {
    return Set.of(AvroSchemaFile.KEY, SINGLE_OBJECT, RegistryConfig.KEY);
  }

  /**
   * Reads the schemas' source.
   *
   * @param value throws IllegalArgumentException for a value's schema that the format cannot use
   * @param keyField the key of the file of the keys' schema, if the format has one and it is set
   * @param key the same as {@code value} for the keys' schema
   */
  public static AvroSchemas read(
      YamlMapping source,
      Consumer<String> value,
      Optional<YamlValue> keyField,
      Consumer<String> key) {
    YamlValue file = source.optional(AvroSchemaFile.KEY);
    YamlValue single = source.optional(SINGLE_OBJECT);
    YamlValue registry = source.optional(RegistryConfig.KEY);
    List<YamlValue> given = new ArrayList<>(List.of(file, single, registry));
    given.removeIf(field -> !field.isPresent());
    if (given.isEmpty()) {
      file.reject("is missing (or one of " + SINGLE_OBJECT + ", " + RegistryConfig.KEY + ")");
    } else if (given.size() > 1) {
      given.get(1).reject("cannot be combined with " + given.get(0).path() + ": use one of them");
    }
    keyField
        .filter(field -> field.isPresent() && !given.isEmpty() && !file.isPresent())
        .ifPresent(field -> field.reject("needs source." + AvroSchemaFile.KEY));
    if (registry.isPresent()) {
      return new Registered(RegistryConfigReader.read(registry.section()));
    }
    if (single.isPresent()) {
      List<String> texts = new ArrayList<>();
      for (YamlValue item : single.items()) {
        AvroSchemaFile.read(item, AvroEventSchema::parseAny).ifPresent(texts::add);
      }
      return new SingleObject(texts);
    }
    return new OneSchema(
        AvroSchemaFile.read(file, value).orElse(""),
        keyField.flatMap(field -> AvroSchemaFile.read(field, key)).orElse(null));
  }
}
