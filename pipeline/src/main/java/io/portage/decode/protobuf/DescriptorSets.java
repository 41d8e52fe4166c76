package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds message types in descriptor files. */
final class DescriptorSets {
  private DescriptorSets() {}

  /**
   * Returns a message type.
   *
   * @param descriptors a {@code FileDescriptorSet} in base64
   * @param message the full name of the type
   * @throws IllegalArgumentException if the descriptors are invalid, or lack the type
   */
  static Descriptor find(String descriptors, String message) {
    Map<String, FileDescriptorProto> protos = new HashMap<>();
    try {
      FileDescriptorSet.parseFrom(Base64.getDecoder().decode(descriptors))
          .getFileList()
          .forEach(file -> protos.put(file.getName(), file));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("the descriptor file is not a FileDescriptorSet", e);
    }
    FileBuilder builder =
        new FileBuilder(
            name -> {
              FileDescriptorProto proto = protos.get(name);
              if (proto == null) {
                throw new IllegalArgumentException(
                    "the descriptor file lacks the import " + name + " (protoc --include_imports)");
              }
              return proto;
            });
    List<String> known = new ArrayList<>();
    for (String name : protos.keySet()) {
      FileDescriptor file = builder.build(name);
      Descriptor found = MessageTypes.named(file, message);
      if (found != null) {
        return found;
      }
      file.getMessageTypes().forEach(type -> known.add(type.getFullName()));
    }
    throw new IllegalArgumentException(
        "no such message type in the descriptor file: '"
            + message
            + "' (it has: "
            + String.join(", ", known.stream().sorted().toList())
            + ")");
  }
}
