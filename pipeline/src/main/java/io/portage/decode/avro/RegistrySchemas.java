package io.portage.decode.avro;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.RegisteredSchema;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.SchemaId;
import io.portage.decode.registry.SchemaRegistries;
import io.portage.decode.registry.SchemaRegistry;
import io.portage.decode.registry.WireForm;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Header;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas in a registry, by the ids that the records carry. */
public final class RegistrySchemas implements WriterSchemas {
  private final WireForm form;
  private final SchemaRegistry registry;

  RegistrySchemas(RegistryConfig config) {
    this.form = config.ids();
    this.registry = SchemaRegistries.of(config);
  }

  @Override
  public Frame ofValue(byte[] value, List<Header> headers) throws MalformedException {
    return form.ofValue(value, headers);
  }

  @Override
  public Frame ofKey(byte[] key, List<Header> headers) throws MalformedException {
    return form.ofKey(key, headers);
  }

  @Override
  public Schema schema(SchemaId id) throws MalformedException {
    return parse(registry.ofRecord(id));
  }

  /**
   * Parses a schema together with those that it refers to.
   *
   * @throws IllegalArgumentException if it is not an Avro schema; the message is a noun
   */
  public static Schema parse(RegisteredSchema registered) {
    registered.requireType(RegisteredSchema.AVRO);
    // Old schemas may have defaults that today's rules forbid; a reader does not use defaults.
    Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
    try {
      for (ReferencedSchema reference : registered.references()) {
        parser.parse(reference.text());
      }
      return parser.parse(registered.text());
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(
          "not a valid Avro schema: " + AvroEventSchema.oneLine(String.valueOf(e.getMessage())), e);
    }
  }
}
