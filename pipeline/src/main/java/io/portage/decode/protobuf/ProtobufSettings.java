package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.portage.config.FileLocation;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of {@code source.protobuf}.
 *
 * @param descriptors a {@code FileDescriptorSet} in base64, as {@code protoc --include_imports
 *     --descriptor_set_out} writes it
 * @param message the full name of the values' message type
 * @param confluent true if values begin with the header of Confluent's serializer
 */
public record ProtobufSettings(String descriptors, String message, boolean confluent)
    implements Serializable {
  /** The key in {@code source}. */
  public static final String KEY = "protobuf";

  /** Nothing was read. */
  private static final ProtobufSettings NONE = new ProtobufSettings("", "", false);

  /**
   * Reads the section.
   *
   * @param check throws IllegalArgumentException for settings that the format cannot use
   * @return {@link #NONE} if an error was recorded
   */
  public static ProtobufSettings read(YamlValue field, Consumer<ProtobufSettings> check) {
    YamlMapping section = field.section();
    YamlValue file = section.required("descriptors");
    YamlValue message = section.required("message");
    boolean confluent =
        section.optional("header").choice(Map.of("none", false, "confluent", true), false);
    Optional<String> location = file.optionalText();
    Optional<String> name = message.optionalText();
    section.finish();
    if (location.isEmpty() || name.isEmpty()) {
      return NONE;
    }
    try {
      String bytes = Base64.getEncoder().encodeToString(FileLocation.bytes(location.get()));
      ProtobufSettings settings = new ProtobufSettings(bytes, name.get(), confluent);
      check.accept(settings);
      return settings;
    } catch (IOException e) {
      file.reject(FileLocation.problem(location.get(), e));
    } catch (IllegalArgumentException e) {
      message.reject(String.valueOf(e.getMessage()));
    }
    return NONE;
  }

  /**
   * Returns the values' message type.
   *
   * @throws IllegalArgumentException if the descriptors are invalid, or lack the type
   */
  Descriptor descriptor() {
    Map<String, FileDescriptorProto> protos = new HashMap<>();
    try {
      FileDescriptorSet.parseFrom(Base64.getDecoder().decode(descriptors))
          .getFileList()
          .forEach(file -> protos.put(file.getName(), file));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the descriptor file is not a FileDescriptorSet", e);
    }
    Map<String, FileDescriptor> built = new HashMap<>();
    List<String> known = new ArrayList<>();
    for (FileDescriptorProto proto : protos.values()) {
      FileDescriptor file = build(proto.getName(), protos, built, List.of());
      for (Descriptor type : file.getMessageTypes()) {
        Descriptor found = find(type);
        if (found != null) {
          return found;
        }
        known.add(type.getFullName());
      }
    }
    throw new IllegalArgumentException(
        "no such message type in the descriptor file: '"
            + message
            + "' (it has: "
            + String.join(", ", known.stream().sorted().toList())
            + ")");
  }

  private @Nullable Descriptor find(Descriptor type) {
    if (type.getFullName().equals(message)) {
      return type;
    }
    for (Descriptor inner : type.getNestedTypes()) {
      Descriptor found = find(inner);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static FileDescriptor build(
      String name,
      Map<String, FileDescriptorProto> protos,
      Map<String, FileDescriptor> built,
      List<String> path) {
    FileDescriptor known = built.get(name);
    if (known != null) {
      return known;
    }
    FileDescriptorProto proto = protos.get(name);
    if (proto == null) {
      throw new IllegalArgumentException(
          "the descriptor file lacks the import " + name + " (protoc --include_imports)");
    }
    if (path.contains(name)) {
      throw new IllegalArgumentException("the file " + name + " imports itself");
    }
    List<String> inner = new ArrayList<>(path);
    inner.add(name);
    FileDescriptor[] imports =
        proto.getDependencyList().stream()
            .map(imported -> build(imported, protos, built, inner))
            .toArray(FileDescriptor[]::new);
    try {
      FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
      built.put(name, file);
      return file;
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException("the descriptor file is invalid: " + e.getMessage(), e);
    }
  }
}
