package io.portage.decode.avro;

import io.portage.config.yaml.TextFile;
import io.portage.config.yaml.YamlValue;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the file of an Avro schema that the configuration names. */
public final class AvroSchemaFile {
  /** The key in {@code source} of the value's schema. */
  public static final String KEY = "avroSchema";

  private AvroSchemaFile() {}

  /**
   * Reads the schema's text; empty if the field is missing or an error was recorded.
   *
   * @param field the path of the file
   * @param check throws IllegalArgumentException for a schema that the format cannot use
   */
  public static Optional<String> read(YamlValue field, Consumer<String> check) {
    Optional<String> text = field.optionalText().flatMap(path -> TextFile.read(field, path));
    text.ifPresent(
        schema -> {
          try {
            check.accept(schema);
          } catch (IllegalArgumentException misshapen) {
            field.reject(String.valueOf(misshapen.getMessage()));
          }
        });
    return text;
  }
}
