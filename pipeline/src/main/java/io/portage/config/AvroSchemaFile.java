package io.portage.config;

import io.portage.config.SourceConfig.FormatName;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the file that {@code source.avroSchema} names. */
final class AvroSchemaFile {
  private AvroSchemaFile() {}

  /** The schema's text, or null where there is none. */
  static @Nullable String read(Field field, FormatName format) {
    if (format != FormatName.AVRO) {
      if (field.isThere()) {
        field.problem("only the format avro has a schema, not " + format.label());
      }
      return null;
    }
    Optional<String> text =
        field.required().optionalText().flatMap(path -> TextFile.read(field, path));
    text.ifPresent(schema -> judge(field, schema));
    return text.orElse(null);
  }

  private static void judge(Field field, String text) {
    try {
      Schema schema = new Schema.Parser().parse(text);
      if (schema.getType() != Schema.Type.RECORD) {
        field.problem("must be the schema of a record, is " + schema.getType().getName());
      }
    } catch (AvroRuntimeException e) {
      field.problem("not an Avro schema: " + e.getMessage().replaceAll("\\s+", " "));
    }
  }
}
