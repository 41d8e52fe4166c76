package io.portage.decode.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of a message in a .proto file to its descriptor, in the order of the file, with
 * the messages that stand for its maps and groups. One instance per message.
 */
final class ProtoSourceFields {
  private static final Map<String, FieldDescriptorProto.Type> SCALARS =
      Map.ofEntries(
          Map.entry("double", FieldDescriptorProto.Type.TYPE_DOUBLE),
          Map.entry("float", FieldDescriptorProto.Type.TYPE_FLOAT),
          Map.entry("int32", FieldDescriptorProto.Type.TYPE_INT32),
          Map.entry("int64", FieldDescriptorProto.Type.TYPE_INT64),
          Map.entry("uint32", FieldDescriptorProto.Type.TYPE_UINT32),
          Map.entry("uint64", FieldDescriptorProto.Type.TYPE_UINT64),
          Map.entry("sint32", FieldDescriptorProto.Type.TYPE_SINT32),
          Map.entry("sint64", FieldDescriptorProto.Type.TYPE_SINT64),
          Map.entry("fixed32", FieldDescriptorProto.Type.TYPE_FIXED32),
          Map.entry("fixed64", FieldDescriptorProto.Type.TYPE_FIXED64),
          Map.entry("sfixed32", FieldDescriptorProto.Type.TYPE_SFIXED32),
          Map.entry("sfixed64", FieldDescriptorProto.Type.TYPE_SFIXED64),
          Map.entry("bool", FieldDescriptorProto.Type.TYPE_BOOL),
          Map.entry("string", FieldDescriptorProto.Type.TYPE_STRING),
          Map.entry("bytes", FieldDescriptorProto.Type.TYPE_BYTES));

  private static final String MAP = "map<";

  private final DescriptorProto.Builder message;
  private final boolean isProto3;
  private final List<Placed> fields = new ArrayList<>();

  /** The fields whose presence the syntax proto3 describes as a oneof of one field. */
  private final List<FieldDescriptorProto.Builder> optional = new ArrayList<>();

  private record Placed(Location location, FieldDescriptorProto.Builder field) {}

  ProtoSourceFields(DescriptorProto.Builder message, boolean isProto3) {
    this.message = message;
    this.isProto3 = isProto3;
  }

  /** Adds all fields. */
  void add(MessageElement source) {
    source.getFields().forEach(field -> add(field, null));
    source.getGroups().forEach(group -> add(group, null));
    for (OneOfElement oneOf : source.getOneOfs()) {
      int index = message.getOneofDeclCount();
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(oneOf.getName()));
      oneOf.getFields().forEach(field -> add(field, index));
      oneOf.getGroups().forEach(group -> add(group, index));
    }
    fields.sort(
        Comparator.comparing(
            Placed::location,
            Comparator.comparing(Location::getLine).thenComparing(Location::getColumn)));
    for (FieldDescriptorProto.Builder field : optional) {
      field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
      message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + field.getName()));
    }
    fields.forEach(field -> message.addField(field.field()));
  }

  private void add(FieldElement source, @Nullable Integer oneOf) {
    FieldDescriptorProto.Builder field = field(source.getName(), source.getTag(), oneOf);
    String type = source.getType();
    if (type.startsWith(MAP)) {
      String entry = addEntry(source.getName(), type);
      field
          .setLabel(Label.LABEL_REPEATED)
          .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
          .setTypeName(entry);
    } else {
      setType(field.setLabel(label(source.getLabel())), type);
      if (isProto3 && source.getLabel() == Field.Label.OPTIONAL) {
        optional.add(field);
      }
    }
    fields.add(new Placed(source.getLocation(), field));
  }

  private void add(GroupElement source, @Nullable Integer oneOf) {
    String name = source.getName();
    DescriptorProto.Builder group = DescriptorProto.newBuilder().setName(name);
    ProtoSourceFields inner = new ProtoSourceFields(group, isProto3);
    source.getFields().forEach(field -> inner.add(field, null));
    inner.fields.forEach(field -> group.addField(field.field()));
    message.addNestedType(group);
    fields.add(
        new Placed(
            source.getLocation(),
            field(name.toLowerCase(Locale.ROOT), source.getTag(), oneOf)
                .setLabel(label(source.getLabel()))
                .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                .setTypeName(name)));
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, @Nullable Integer oneOf) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder().setName(name).setNumber(number);
    return oneOf == null ? field : field.setOneofIndex(oneOf);
  }

  private static Label label(Field.@Nullable Label label) {
    if (label == Field.Label.REPEATED) {
      return Label.LABEL_REPEATED;
    }
    return label == Field.Label.REQUIRED ? Label.LABEL_REQUIRED : Label.LABEL_OPTIONAL;
  }

  private static void setType(FieldDescriptorProto.Builder field, String type) {
    FieldDescriptorProto.Type scalar = SCALARS.get(type);
    if (scalar == null) {
      field.setTypeName(type);
    } else {
      field.setType(scalar);
    }
  }

  /** Adds the message of a map's entries; returns its name. */
  private String addEntry(String field, String type) {
    String[] types = type.substring(MAP.length(), type.length() - 1).split(",", -1);
    if (types.length != 2) {
      throw new IllegalArgumentException("not a valid Protobuf schema: the map " + field);
    }
    FieldDescriptorProto.Builder key = field("key", 1, null).setLabel(Label.LABEL_OPTIONAL);
    FieldDescriptorProto.Builder value = field("value", 2, null).setLabel(Label.LABEL_OPTIONAL);
    setType(key, types[0].strip());
    setType(value, types[1].strip());
    String name = entryName(field);
    message.addNestedType(
        DescriptorProto.newBuilder()
            .setName(name)
            .addField(key)
            .addField(value)
            .setOptions(MessageOptions.newBuilder().setMapEntry(true)));
    return name;
  }

  /** Returns the field's name in camel case and "Entry", which is the name that compilers use. */
  private static String entryName(String field) {
    StringBuilder name = new StringBuilder();
    boolean upper = true;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '_') {
        upper = true;
      } else {
        name.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return name.append("Entry").toString();
  }
}
