package io.portage.config.reading;

import io.portage.config.AvroEnvelopeShape;
import io.portage.config.SourceConfig.FormatName;
import io.portage.config.yaml.TextFile;
import io.portage.config.yaml.YamlValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the file that {@code source.avroSchema} names. */
final class AvroSchemaFile {
  private AvroSchemaFile() {}

  /** Reads the schema's text; null if the format has no schema or an error was recorded. */
  static @Nullable String read(YamlValue field, FormatName format) {
    if (format != FormatName.AVRO) {
      if (field.isPresent()) {
        field.reject("only the format avro has a schema, not " + format.label());
      }
      return null;
    }
    Optional<String> text =
        field.required().optionalText().flatMap(path -> TextFile.read(field, path));
    text.ifPresent(schema -> check(field, schema));
    return text.orElse(null);
  }

  private static void check(YamlValue field, String text) {
    try {
      AvroEnvelopeShape.parse(text);
    } catch (IllegalArgumentException misshapen) {
      field.reject(String.valueOf(misshapen.getMessage()));
    }
  }
}
