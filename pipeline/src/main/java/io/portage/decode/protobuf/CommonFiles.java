package io.portage.decode.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.Map;

/**
 * The files that a schema imports without a reference: those of Protobuf itself, and those of Kafka
 * Connect's Protobuf converter, with the messages that a record may contain.
 */
final class CommonFiles {
  private static final Map<String, String> CONNECT =
      Map.of(
          "confluent/meta.proto",
          """
          syntax = "proto3";
          package confluent;
          message Meta {
            string doc = 1;
            map<string, string> params = 2;
            repeated string tags = 3;
          }
          """,
          "confluent/type/decimal.proto",
          """
          syntax = "proto3";
          package confluent.type;
          message Decimal {
            bytes value = 1;
            int32 scale = 2;
          }
          """,
          "google/type/date.proto",
          """
          syntax = "proto3";
          package google.type;
          message Date {
            int32 year = 1;
            int32 month = 2;
            int32 day = 3;
          }
          """,
          "google/type/timeofday.proto",
          """
          syntax = "proto3";
          package google.type;
          message TimeOfDay {
            int32 hours = 1;
            int32 minutes = 2;
            int32 seconds = 3;
            int32 nanos = 4;
          }
          """);

  private CommonFiles() {}

  /**
   * Returns a file.
   *
   * @throws IllegalArgumentException if there is none of this path
   */
  static FileDescriptorProto file(String path) {
    return switch (path) {
      case "google/protobuf/any.proto" -> AnyProto.getDescriptor().toProto();
      case "google/protobuf/api.proto" -> ApiProto.getDescriptor().toProto();
      case "google/protobuf/descriptor.proto" -> DescriptorProtos.getDescriptor().toProto();
      case "google/protobuf/duration.proto" -> DurationProto.getDescriptor().toProto();
      case "google/protobuf/empty.proto" -> EmptyProto.getDescriptor().toProto();
      case "google/protobuf/field_mask.proto" -> FieldMaskProto.getDescriptor().toProto();
      case "google/protobuf/source_context.proto" -> SourceContextProto.getDescriptor().toProto();
      case "google/protobuf/struct.proto" -> StructProto.getDescriptor().toProto();
      case "google/protobuf/timestamp.proto" -> TimestampProto.getDescriptor().toProto();
      case "google/protobuf/type.proto" -> TypeProto.getDescriptor().toProto();
      case "google/protobuf/wrappers.proto" -> WrappersProto.getDescriptor().toProto();
      default -> {
        String text = CONNECT.get(path);
        if (text == null) {
          throw new IllegalArgumentException(
              "a schema that imports " + path + ", which is not one of its references");
        }
        yield ProtoSource.read(path, text);
      }
    };
  }
}
