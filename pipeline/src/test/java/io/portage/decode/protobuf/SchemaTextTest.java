package io.portage.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.StructProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import io.portage.decode.registry.RegisteredSchema;
import io.portage.decode.registry.RegisteredSchema.ReferencedSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts of Protobuf schemas in a registry become descriptors. */
class SchemaTextTest {
  private static final String ALL =
      """
      syntax = "proto3";
      package shop;
      import "google/protobuf/timestamp.proto";
      import "confluent/meta.proto";
      import "confluent/type/decimal.proto";
      import "google/type/date.proto";
      import "google/type/timeofday.proto";
      option java_package = "com.shop";
      enum Kind {
        option allow_alias = true;
        UNKNOWN = 0;
        STAFF = 1;
        TEAM = 1 [deprecated = true];
      }
      message Row {
        int64 id = 1 [(confluent.field_meta) = {doc: "the key", params: [{key: "a", value: "b"}]}];
        optional string name = 2;
        oneof choice {
          string text = 3;
          Inner inner = 4;
        }
        map<string, Inner> line_items = 5;
        repeated sint32 numbers = 6;
        google.protobuf.Timestamp at = 7;
        .shop.Kind kind = 8;
        confluent.type.Decimal price = 9;
        google.type.Date day = 10;
        google.type.TimeOfDay hour = 11;
        reserved 12, 20 to 30;
        message Inner { Kind kind = 1; enum Kind { NONE = 0; } }
      }
      service Shop { rpc Find (Row) returns (Row) {} }
      """;

  @Test
  void readsAllPartsOfAFile() {
    Descriptor row = ProtobufFixture.file(ALL).findMessageTypeByName("Row");

    assertThat(row.getFields().stream().map(SchemaTextTest::described))
        .containsExactly(
            "1 id INT64",
            "2 name STRING presence",
            "3 text STRING presence in choice",
            "4 inner MESSAGE shop.Row.Inner presence in choice",
            "5 line_items MESSAGE shop.Row.LineItemsEntry repeated map",
            "6 numbers SINT32 repeated",
            "7 at MESSAGE google.protobuf.Timestamp presence",
            "8 kind ENUM shop.Kind",
            "9 price MESSAGE confluent.type.Decimal presence",
            "10 day MESSAGE google.type.Date presence",
            "11 hour MESSAGE google.type.TimeOfDay presence");
    assertThat(
            row.findNestedTypeByName("Inner").findFieldByName("kind").getEnumType().getFullName())
        .isEqualTo("shop.Row.Inner.Kind");
    assertThat(row.getFile().findEnumTypeByName("Kind").findValueByNumber(1).getName())
        .isEqualTo("STAFF");
  }

  @Test
  void readsProto2() {
    FileDescriptor file =
        ProtobufFixture.file(
            """
            message Row {
              required int32 id = 1;
              optional string name = 2 [default = "none"];
              repeated group Line = 3 { optional int32 amount = 4; }
              extensions 100 to max;
            }
            """);

    assertThat(
            file.findMessageTypeByName("Row").getFields().stream().map(SchemaTextTest::described))
        .containsExactly(
            "1 id INT32 presence required",
            "2 name STRING presence",
            "3 line GROUP Row.Line repeated");
  }

  private static Stream<FileDescriptor> compiledFiles() {
    return Stream.of(
        StructProto.getDescriptor(),
        TypeProto.getDescriptor(),
        ApiProto.getDescriptor(),
        WrappersProto.getDescriptor(),
        DescriptorProtos.getDescriptor());
  }

  /** The library's own files, whose descriptors protoc has made. */
  @ParameterizedTest
  @MethodSource("compiledFiles")
  void makesTheDescriptorsThatProtocMakes(FileDescriptor compiled) throws IOException {
    String text;
    try (InputStream in =
        FileDescriptor.class.getResourceAsStream("/" + compiled.getFile().getName())) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }

    FileDescriptor read = ProtobufFixture.file(text);

    assertThat(fields(read)).isEqualTo(fields(compiled)).isNotEmpty();
  }

  private static List<String> fields(FileDescriptor file) {
    List<String> fields = new ArrayList<>();
    file.getMessageTypes().forEach(type -> addFields(type, fields));
    return fields;
  }

  private static void addFields(Descriptor type, List<String> fields) {
    type.getFields().forEach(field -> fields.add(type.getFullName() + " " + described(field)));
    type.getNestedTypes().forEach(inner -> addFields(inner, fields));
  }

  private static String described(FieldDescriptor field) {
    String type =
        switch (field.getJavaType()) {
          case MESSAGE -> " " + field.getMessageType().getFullName();
          case ENUM -> " " + field.getEnumType().getFullName();
          default -> "";
        };
    return field.getNumber()
        + " "
        + field.getName()
        + " "
        + field.getType()
        + type
        + (field.isRepeated() ? " repeated" : "")
        + (field.isMapField() ? " map" : "")
        + (field.hasPresence() ? " presence" : "")
        + (field.isRequired() ? " required" : "")
        + (field.getRealContainingOneof() == null
            ? ""
            : " in " + field.getRealContainingOneof().getName());
  }

  @Test
  void resolvesReferencesAndPublicImportsInBothForms() {
    ReferencedSchema money =
        new ReferencedSchema("shop/money.proto", "package shop; message Money {}");
    ReferencedSchema all =
        new ReferencedSchema("shop/all.proto", "import public \"shop/money.proto\";");
    String text = "import \"shop/all.proto\"; message Row { optional shop.Money price = 1; }";
    FileDescriptorProto compiled =
        ProtobufFixture.file(text, money, all).toProto().toBuilder().setName("row.proto").build();
    String base64 = Base64.getEncoder().encodeToString(compiled.toByteArray());

    for (String schema : List.of(text, base64, " " + base64 + "\n")) {
      FileDescriptor file = ProtobufFixture.file(schema, money, all);
      assertThat(described(file.findMessageTypeByName("Row").findFieldByNumber(1)))
          .isEqualTo("1 price MESSAGE shop.Money presence");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abcd | not a FileDescriptorProto in base64",
        "abc= | not a FileDescriptorProto in base64",
        "a==== | not a valid Protobuf schema: Syntax error in :1:1: unexpected label: a",
        "{\"type\": \"record\"} | not a valid Protobuf schema: Syntax error in :1:1: expected a word",
        "edition = '2023'; | not a valid Protobuf schema: Syntax error in :1:8: edition is not"
            + " currently supported",
        "message A { optional B b = 1; } | invalid descriptors: A.b: \"B\" is not defined.",
        "import 'x.proto'; | a schema that imports x.proto, which is not one of its references",
        "import 'loop.proto'; | a schema whose file loop.proto imports itself",
        "import 'two.proto'; | invalid descriptors: two.B.a: \"A\" is not defined."
      })
  void rejectsOtherTexts(String text, String problem) {
    ReferencedSchema loop = new ReferencedSchema("loop.proto", "import \"loop.proto\";");
    // An import is only public if it says so.
    ReferencedSchema one = new ReferencedSchema("one.proto", "message A {}");
    ReferencedSchema between = new ReferencedSchema("between.proto", "import \"one.proto\";");
    ReferencedSchema two =
        new ReferencedSchema(
            "two.proto", "package two; import \"between.proto\"; message B { optional A a = 1; }");

    assertThatThrownBy(() -> ProtobufFixture.file(text.replace('\'', '"'), loop, one, between, two))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }

  @Test
  void rejectsOtherTypesAndEqualNames() {
    assertThatThrownBy(() -> SchemaText.file(new RegisteredSchema("AVRO", "\"string\"", List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not of type PROTOBUF but AVRO");
    assertThat(SchemaText.file(new RegisteredSchema("", "message A {}", List.of()))).isNotNull();
    assertThatThrownBy(
            () ->
                ProtobufFixture.file(
                    "import \"a\";",
                    new ReferencedSchema("a", "message A {}"),
                    new ReferencedSchema("a", "message B {}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a schema that refers to two schemas with the name a");
  }
}
