package io.portage.decode.protobuf;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.portage.decode.registry.RegisteredSchema;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/** Schemas, and records with the ids of their schemas. */
final class ProtobufFixture {
  private ProtobufFixture() {}

  static FileDescriptor file(String schema, ReferencedSchema... references) {
    return SchemaText.file(new RegisteredSchema("PROTOBUF", schema, Arrays.asList(references)));
  }

  /** Returns the bytes of a message in Protobuf's text format. */
  static byte[] message(FileDescriptor file, String type, String fields) throws IOException {
    DynamicMessage.Builder message =
        DynamicMessage.newBuilder(Objects.requireNonNull(MessageTypes.named(file, type)));
    TextFormat.merge(fields, message);
    return message.build().toByteArray();
  }

  /** Returns a record as Confluent's serializers write it. */
  static byte[] confluent(int id, byte[] message, int... indexes) throws IOException {
    return joined(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array(), place(indexes), message);
  }

  /** Returns the place of a message type as Confluent's serializers write it. */
  static byte[] place(int... indexes) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeSInt32NoTag(indexes.length);
    for (int index : indexes) {
      out.writeSInt32NoTag(index);
    }
    out.flush();
    return bytes.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
