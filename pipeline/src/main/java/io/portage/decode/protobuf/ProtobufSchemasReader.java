package io.portage.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import io.portage.config.FileLocation;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import io.portage.decode.protobuf.ProtobufSchemas.DescriptorFile;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfigReader;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the keys of {@code source} that say where the message types come from. */
public final class ProtobufSchemasReader {
  /** The key in {@code source} of the message type. */
  static final String KEY = "protobuf";

  /** Nothing was read. */
  private static final ProtobufSchemas NONE = new DescriptorFile("", "", false);

  private ProtobufSchemasReader() {}

  /** Returns the keys of {@code source}. */
  public static Set<String> keys() {
    return Set.of(KEY, RegistryConfig.KEY);
  }

  /**
   * Reads the source of the types.
   *
   * @param check throws IllegalArgumentException for a type of values that the format cannot use
   */
  public static ProtobufSchemas read(YamlMapping source, Consumer<Descriptor> check) {
    YamlValue field = source.optional(KEY);
    YamlValue registry = source.optional(RegistryConfig.KEY);
    if (!field.isPresent() && !registry.isPresent()) {
      field.reject("is missing (or " + RegistryConfig.KEY + ")");
      return NONE;
    }
    YamlMapping section = field.section();
    YamlValue file = section.optional("descriptors");
    YamlValue message = section.optional("message");
    YamlValue header = section.optional("header");
    boolean confluent = header.choice(Map.of("none", false, "confluent", true), false);
    section.finish();
    if (!registry.isPresent()) {
      return descriptorFile(file, message, confluent, check);
    }
    for (YamlValue other : List.of(file, header)) {
      if (other.isPresent()) {
        other.reject("cannot be combined with " + registry.path() + ": use one of them");
      }
    }
    return new Registered(
        RegistryConfigReader.read(registry.section()), message.optionalText().orElse(null));
  }

  private static ProtobufSchemas descriptorFile(
      YamlValue file, YamlValue message, boolean confluent, Consumer<Descriptor> check) {
    if (!file.isPresent()) {
      file.reject("is missing (or source." + RegistryConfig.KEY + ")");
    }
    if (!message.isPresent()) {
      message.reject("is missing");
    }
    Optional<String> location = file.optionalText();
    Optional<String> name = message.optionalText();
    if (location.isEmpty() || name.isEmpty()) {
      return NONE;
    }
    try {
      String bytes = Base64.getEncoder().encodeToString(FileLocation.bytes(location.get()));
      check.accept(DescriptorSets.find(bytes, name.get()));
      return new DescriptorFile(bytes, name.get(), confluent);
    } catch (IOException e) {
      file.reject(FileLocation.problem(location.get(), e));
    } catch (IllegalArgumentException e) {
      message.reject(String.valueOf(e.getMessage()));
    }
    return NONE;
  }
}
