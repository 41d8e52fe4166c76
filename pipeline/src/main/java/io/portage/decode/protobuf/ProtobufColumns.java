package io.portage.decode.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.util.List;

/** The columns that a message type declares, with the types of {@link ProtobufValues}. */
public final class ProtobufColumns {
  private ProtobufColumns() {}

  /**
   * Returns the columns of a change event: those of its field {@code after}.
   *
   * @return empty if it has none that is a message
   */
  public static List<SourceColumn> ofEvent(Descriptor event) {
    FieldDescriptor after = event.findFieldByName("after");
    return after == null || after.getJavaType() != FieldDescriptor.JavaType.MESSAGE
        ? List.of()
        : after.getMessageType().getFields().stream().map(ProtobufColumns::column).toList();
  }

  private static SourceColumn column(FieldDescriptor field) {
    boolean nullable = field.hasPresence() && !field.isRequired();
    return new SourceColumn(field.getName(), type(field), nullable, false, null);
  }

  private static SourceType type(FieldDescriptor field) {
    if (field.isMapField()) {
      return SourceType.of(Kind.STRUCT);
    }
    return field.isRepeated() ? SourceType.array(one(field)) : one(field);
  }

  private static SourceType one(FieldDescriptor field) {
    return switch (field.getType()) {
      case DOUBLE -> SourceType.of(Kind.FLOAT, 64);
      case FLOAT -> SourceType.of(Kind.FLOAT, 32);
      case INT32, SINT32, SFIXED32 -> SourceType.integer(32);
      case INT64, SINT64, SFIXED64 -> SourceType.integer(64);
      case UINT32, FIXED32 -> SourceType.unsigned(32);
      case UINT64, FIXED64 -> SourceType.unsigned(64);
      case BOOL -> SourceType.of(Kind.BOOLEAN);
      case STRING -> SourceType.of(Kind.TEXT);
      case BYTES -> SourceType.of(Kind.BYTES);
      case ENUM ->
          SourceType.oneOf(
              Kind.ENUM,
              field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList());
      case MESSAGE, GROUP -> message(field.getMessageType());
    };
  }

  private static SourceType message(Descriptor type) {
    if (ProtobufValues.isWrapper(type)) {
      return one(type.findFieldByNumber(1));
    }
    return switch (type.getFullName()) {
      case "google.protobuf.Timestamp" -> SourceType.of(Kind.INSTANT, 9);
      case "google.protobuf.Duration" -> SourceType.of(Kind.INTERVAL);
      case "google.type.Date" -> SourceType.of(Kind.DATE);
      case "google.type.TimeOfDay" -> SourceType.of(Kind.TIME, 9);
      case "confluent.type.Decimal" -> SourceType.of(Kind.DECIMAL);
      default -> SourceType.of(Kind.STRUCT);
    };
  }
}
