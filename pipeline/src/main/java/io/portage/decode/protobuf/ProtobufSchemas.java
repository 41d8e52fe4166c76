package io.portage.decode.protobuf;

import io.portage.decode.registry.RegistryConfig;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The source of the message types with which records were written. */
public sealed interface ProtobufSchemas extends Serializable {
  /**
   * All values have one type; keys are JSON.
   *
   * @param descriptors a {@code FileDescriptorSet} in base64, as {@code protoc --include_imports
   *     --descriptor_set_out} writes it
   * @param message the full name of the type
   * @param confluent true if values begin with the header of Confluent's serializer
   */
  record DescriptorFile(String descriptors, String message, boolean confluent)
      implements ProtobufSchemas {}

  /**
   * Each record carries the id of its schema in a registry, and names the type in it.
   *
   * @param registry the registry, with the place and the kind of the ids
   * @param message the full name of the type that all values have; null if it may be any
   */
  record Registered(RegistryConfig registry, @Nullable String message) implements ProtobufSchemas {}
}
