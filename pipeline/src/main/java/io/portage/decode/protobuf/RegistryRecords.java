package io.portage.decode.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.portage.decode.MalformedException;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.CompiledSchemas;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.SchemaRegistries;
import io.portage.decode.registry.SchemaRegistry;
import io.portage.decode.registry.WireForm;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Header;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records that carry the id of their schema in a registry, and name their type in it. */
final class RegistryRecords extends ProtobufRecords {
  private final WireForm form;
  private final CompiledSchemas<SchemaTypes<ProtobufEventShape>> values;

  /** Null if the keys are JSON. */
  private final @Nullable CompiledSchemas<SchemaTypes<ProtobufKeyReader>> keys;

  RegistryRecords(
      Registered source, Function<Descriptor, ProtobufEventShape> values, boolean typedKeys) {
    RegistryConfig config = source.registry();
    SchemaRegistry registry = SchemaRegistries.of(config);
    this.form = config.ids();
    this.values =
        new CompiledSchemas<>(
            id ->
                new SchemaTypes<>(
                    SchemaText.file(registry.ofRecord(id)), source.message(), values));
    this.keys =
        config.jsonKeys()
            ? null
            : new CompiledSchemas<>(
                id ->
                    new SchemaTypes<>(
                        SchemaText.file(registry.ofRecord(id)),
                        null,
                        type -> new ProtobufKeyReader(type, typedKeys)));
  }

  @Override
  public boolean hasJsonKeys() {
    return keys == null;
  }

  @Override
  ProtobufEventShape shape(byte[] bytes, List<Header> headers, CodedInputStream in)
      throws MalformedException {
    return reader(values, form.ofTypedValue(bytes, headers), in);
  }

  @Override
  ProtobufKeyReader keyReader(byte[] bytes, List<Header> headers, CodedInputStream in)
      throws MalformedException {
    if (keys == null) {
      throw new IllegalStateException("the keys are JSON");
    }
    return reader(keys, form.ofTypedKey(bytes, headers), in);
  }

  private <T> T reader(CompiledSchemas<SchemaTypes<T>> schemas, Frame frame, CodedInputStream in)
      throws MalformedException {
    try {
      in.skipRawBytes(frame.start());
    } catch (IOException e) {
      throw new IllegalStateException("the id ends within the bytes", e);
    }
    TypeReference reference = TypeReference.read(form, frame, in);
    try {
      return schemas.reader(frame.id()).reader(reference);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the " + frame.id() + ": " + e.getMessage());
    }
  }

  /**
   * The readers of the message types of a schema. Only types that exist are kept, so there are no
   * more than types and forms of their names.
   */
  private static final class SchemaTypes<T> {
    private final FileDescriptor file;
    private final @Nullable String message;
    private final Function<Descriptor, T> compiler;
    private final ConcurrentHashMap<TypeReference, T> readers = new ConcurrentHashMap<>();

    SchemaTypes(FileDescriptor file, @Nullable String message, Function<Descriptor, T> compiler) {
      this.file = file;
      this.message = message;
      this.compiler = compiler;
    }

    /**
     * Returns the reader of a type.
     *
     * @throws MalformedException if the schema does not have it, or it is not the configured one
     * @throws IllegalArgumentException if the format cannot use it
     */
    T reader(TypeReference reference) throws MalformedException {
      T known = readers.get(reference);
      if (known == null) {
        known = compiler.apply(reference.find(file, message));
        readers.put(reference, known);
      }
      return known;
    }
  }
}
