package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.portage.decode.registry.RegisteredSchema;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads the texts of schemas in registries. A text is a {@code FileDescriptorProto} in base64 if it
 * has only characters of base64, otherwise the source of a .proto file, which always has others.
 */
final class SchemaText {
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
  private static final int LONGEST_PROBLEM = 300;

  /** No file can import it. */
  private static final String OWN_NAME = "";

  private SchemaText() {}

  /**
   * Builds the file of a schema, with those that it imports: its references, and common files.
   *
   * @throws IllegalArgumentException if it is not a Protobuf schema; the message is a noun
   */
  static FileDescriptor file(RegisteredSchema schema) {
    schema.requireType(RegisteredSchema.PROTOBUF);
    Map<String, String> references = new HashMap<>();
    for (ReferencedSchema reference : schema.references()) {
      String other = references.put(reference.name(), reference.text());
      if (other != null && !other.equals(reference.text())) {
        throw new IllegalArgumentException(
            "a schema that refers to two schemas with the name " + reference.name());
      }
    }
    FileBuilder builder =
        new FileBuilder(
            name -> {
              String text = references.get(name);
              return text == null ? CommonFiles.file(name) : read(name, text);
            });
    return builder.build(OWN_NAME, read(OWN_NAME, schema.text()));
  }

  /** Reads a text as a file with this path. */
  private static FileDescriptorProto read(String name, String text) {
    String content = text.strip();
    if (!BASE64.matcher(content).matches()) {
      return ProtoSource.read(name, content);
    }
    try {
      FileDescriptorProto file = FileDescriptorProto.parseFrom(Base64.getDecoder().decode(content));
      return file.toBuilder().setName(name).build();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a FileDescriptorProto in base64", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a FileDescriptorProto in base64", e);
    }
  }

  /** Returns the text in one line, shortened, for messages. */
  static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= LONGEST_PROBLEM ? line : line.substring(0, LONGEST_PROBLEM) + "...";
  }
}
