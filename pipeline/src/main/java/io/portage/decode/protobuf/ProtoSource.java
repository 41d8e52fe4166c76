package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.squareup.wire.Syntax;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads the text of a .proto file as a descriptor, as far as decoding needs it: messages and enums.
 * Services, extensions, options and default values are left out. They change no byte of a message,
 * and an absent field is null, not its default. Names of types stay as they are written; building
 * the descriptor resolves them.
 */
final class ProtoSource {
  private ProtoSource() {}

  /**
   * Reads a file.
   *
   * @param name the path by which others import it
   * @throws IllegalArgumentException if the text is not a file in the syntax proto2 or proto3; the
   *     message is a noun
   */
  static FileDescriptorProto read(String name, String text) {
    ProtoFileElement file = parse(name, text);
    boolean isProto3 = file.getSyntax() == Syntax.PROTO_3;
    FileDescriptorProto.Builder result =
        FileDescriptorProto.newBuilder()
            .setName(name)
            .setSyntax(isProto3 ? "proto3" : "proto2")
            .addAllDependency(file.getImports());
    if (file.getPackageName() != null) {
      result.setPackage(file.getPackageName());
    }
    for (String imported : file.getPublicImports()) {
      result.addPublicDependency(result.getDependencyCount()).addDependency(imported);
    }
    result.addAllDependency(file.getWeakImports());
    addTypes(file.getTypes(), isProto3, result::addMessageType, result::addEnumType);
    return result.build();
  }

  private static ProtoFileElement parse(String name, String text) {
    try {
      return ProtoParser.Companion.parse(Location.get(name), text);
    } catch (RuntimeException e) {
      // The parser has no exception of its own.
      throw new IllegalArgumentException(
          "not a valid Protobuf schema: " + SchemaText.oneLine(String.valueOf(e.getMessage())), e);
    }
  }

  private static void addTypes(
      List<TypeElement> types,
      boolean isProto3,
      Consumer<DescriptorProto> messages,
      Consumer<EnumDescriptorProto> enums) {
    for (TypeElement type : types) {
      if (type instanceof MessageElement message) {
        messages.accept(message(message, isProto3));
      } else if (type instanceof EnumElement values) {
        enums.accept(values(values));
      }
    }
  }

  private static DescriptorProto message(MessageElement source, boolean isProto3) {
    DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(source.getName());
    // Before the messages of maps and groups, as a client counts that does not count these.
    addTypes(source.getNestedTypes(), isProto3, message::addNestedType, message::addEnumType);
    new ProtoSourceFields(message, isProto3).add(source);
    return message.build();
  }

  private static EnumDescriptorProto values(EnumElement source) {
    EnumDescriptorProto.Builder values = EnumDescriptorProto.newBuilder().setName(source.getName());
    source
        .getConstants()
        .forEach(
            constant ->
                values.addValue(
                    EnumValueDescriptorProto.newBuilder()
                        .setName(constant.getName())
                        .setNumber(constant.getTag())));
    return values.build();
  }
}
