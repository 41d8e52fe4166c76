package io.portage.decode.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.WrappersProto;
import io.portage.config.DebeziumConfig;
import io.portage.config.FormatConfig;
import io.portage.config.reading.ConfigFiles;
import io.portage.config.reading.ConfigReader;
import io.portage.decode.debezium.DebeziumProtobufConfig;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.ProtobufConfig;
import io.portage.decode.protobuf.ProtobufSchemas.DescriptorFile;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats protobuf and debezium-protobuf. */
class ProtobufFormatsTest {
  private static final FileDescriptorSet FILES = files();
  private static final DescriptorFile PLAIN = settings("shop.Event", false);
  private static final FileDescriptor FILE =
      DescriptorSets.find(PLAIN.descriptors(), PLAIN.message()).getFile();

  @TempDir private Path folder;

  @Test
  void readsThePlainEnvelope() {
    Format format = SerializableUtils.ensureSerializable(new ProtobufConfig(PLAIN).create("?"));
    byte[] event =
        event(PLAIN)
            .setField(field(PLAIN, "op"), "u")
            .setField(field(PLAIN, "timestamp_ms"), 1_726_531_260_000L)
            .setField(field(PLAIN, "before"), row().build())
            .setField(field(PLAIN, "after"), full())
            .build()
            .toByteArray();

    Envelope envelope = format.decode("topic", event);

    assertThat(envelope.error()).isNull();
    assertThat(envelope.op()).isEqualTo("u");
    assertThat(envelope.changeTime()).isEqualTo(Instant.ofEpochMilli(1_726_531_260_000L));
    Columns columns = Columns.of("id", "name", "note", "big", "at", "tags", "photo", "kind");
    assertThat(Objects.requireNonNull(envelope.before()).row().columns()).isEqualTo(columns);
    assertThat(envelope.before().row().toMap())
        .containsEntry("id", 0L)
        .containsEntry("name", null)
        .containsEntry("note", null)
        .containsEntry("at", null)
        .containsEntry("tags", List.of())
        .containsEntry("kind", "UNKNOWN");
    Row after = Objects.requireNonNull(envelope.after()).row();
    assertThat(after.get("photo")).isEqualTo(new byte[] {1, -1});
    assertThat(after.toMap())
        .containsEntry("id", 7L)
        .containsEntry("name", "")
        .containsEntry("note", "n")
        .containsEntry("big", new BigDecimal("18446744073709551615"))
        .containsEntry("at", Instant.parse("2024-09-17T00:01:00.000000123Z"))
        .containsEntry("tags", List.of("a", "b"))
        .containsEntry("kind", "STAFF");
    assertThat(format.decode("topic", null)).isEqualTo(Envelope.tombstone());
  }

  @Test
  void readsDebeziumsEnvelopeAndItsPosition() {
    DescriptorFile settings = settings("shop.Change", false);
    FormatConfig config =
        new DebeziumProtobufConfig(settings, DebeziumConfig.UNSET, EnvelopeSettings.DEFAULT);
    FieldDescriptor source = field(settings, "source");
    DynamicMessage.Builder block = DynamicMessage.newBuilder(source.getMessageType());
    block.setField(source.getMessageType().findFieldByName("connector"), "postgresql");
    block.setField(source.getMessageType().findFieldByName("schema"), "public");
    block.setField(source.getMessageType().findFieldByName("table"), "users");
    block.setField(source.getMessageType().findFieldByName("lsn"), 24023128L);
    block.setField(
        source.getMessageType().findFieldByName("sequence"), "[\"24023119\",\"24023128\"]");
    DynamicMessage event =
        event(settings)
            .setField(field(settings, "op"), "c")
            .setField(field(settings, "after"), full())
            .setField(source, block.build())
            .build();

    Envelope envelope = config.create("?").decode("topic", event.toByteArray());

    assertThat(envelope.error()).isNull();
    assertThat(envelope.table()).isEqualTo("public.users");
    assertThat(envelope.position()).isEqualTo(SourcePosition.ofPostgres(24023119, 24023128));
    assertThat(envelope.before()).isNull();
    assertThat(Objects.requireNonNull(envelope.after()).typed()).isFalse();
  }

  @Test
  void readsUnwrappedRowsAndUnavailableValues() {
    DescriptorFile settings = settings("shop.Unwrapped", false);
    FormatConfig config =
        new DebeziumProtobufConfig(
            settings, DebeziumConfig.UNSET, new EnvelopeSettings(true, "__", null, Set.of()));
    DynamicMessage row =
        event(settings)
            .setField(field(settings, "id"), 7L)
            .setField(field(settings, "doc"), "?")
            .setField(field(settings, "__op"), "u")
            .build();

    Envelope envelope = config.create("?").decode("topic", row.toByteArray());

    assertThat(envelope.op()).isEqualTo("u");
    assertThat(envelope.after())
        .isEqualTo(new Image(Row.of(Columns.of("id"), 7L), Set.of("doc"), false));
  }

  @Test
  void readsTheHeaderOfConfluentsSerializer() {
    DescriptorFile nested = settings("shop.Outer.Inner", true);
    DescriptorFile first = settings("shop.Event", true);
    assertThat(header(nested, 0, 0, 0, 0, 5, 4, 8, 0)).startsWith("operation");
    assertThat(header(nested, 0, 0, 0, 0, 5, 0))
        .isEqualTo("the header names another message type of its file than shop.Outer.Inner");
    assertThat(header(first, 0, 0, 0, 0, 5, 0)).startsWith("operation");
    assertThat(header(first, 0, 0, 0, 0, 5, 2, 0)).startsWith("operation");
    assertThat(header(first, 7))
        .startsWith("the value does not begin with the header of Confluent's serializer");
    assertThat(header(first, 0, 0)).isEqualTo("the value ends within its header");
  }

  private static String header(DescriptorFile settings, int... bytes) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (int one : bytes) {
      value.write(one);
    }
    Envelope envelope = new ProtobufConfig(settings).create("?").decode("t", value.toByteArray());
    return envelope.error() == null ? "operation" + envelope.op() : envelope.error();
  }

  @Test
  void rejectsARowWithAFieldThatTheDescriptorLacks() {
    DynamicMessage.Builder row = row();
    row.setUnknownFields(
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build());
    byte[] event =
        event(PLAIN)
            .setField(field(PLAIN, "op"), "u")
            .setField(field(PLAIN, "after"), row.build())
            .build()
            .toByteArray();

    assertThat(new ProtobufConfig(PLAIN).create("?").decode("topic", event).error())
        .isEqualTo(
            "after has fields that shop.Row lacks (numbers [99]): the producer has a newer schema"
                + " than source.protobuf.descriptors, or than the schema id names");
    assertThat(new ProtobufConfig(PLAIN).create("?").decode("topic", new byte[] {1, 2}).error())
        .isEqualTo("not a Protobuf message of type shop.Event");
    // A message that ends before the bytes do: the end of a group that has not begun.
    assertThat(new ProtobufConfig(PLAIN).create("?").decode("topic", new byte[] {12, 0}).error())
        .isEqualTo("not a Protobuf message of type shop.Event");
  }

  @Test
  void isReadFromTheConfiguration() throws Exception {
    Path file = folder.resolve("shop.desc");
    Files.write(file, FILES.toByteArray());

    assertThat(
            ConfigReader.read(
                    ConfigFiles.write(folder, "job.yaml", job(file, "shop.Event")),
                    Map.of("P", "secret"))
                .source()
                .format())
        .isEqualTo(new ProtobufConfig(PLAIN));
    assertThat(ConfigFiles.problems(folder, job(file, "shop.Nothing")))
        .singleElement()
        .asString()
        .contains("source.protobuf.message: no such message type in the descriptor file");
    assertThat(ConfigFiles.problems(folder, job(file, "shop.Row")))
        .containsExactly(
            "5: source.protobuf.message: the message type shop.Row lacks after (a message), before"
                + " (a message), op, timestamp_ms, which the envelope needs");
    assertThat(ConfigFiles.problems(folder, job(folder.resolve("none"), "shop.Row")))
        .singleElement()
        .asString()
        .contains("source.protobuf.descriptors");
  }

  private static String job(Path file, String message) {
    return """
        name: p
        source:
          kafka: {bootstrapServers: "k:9092", topics: [users], groupId: g}
          format: protobuf
          protobuf: {descriptors: "%s", message: %s}
        tables:
          - {from: users, to: users, key: [id], deletes: hard, metadata: {version: v}}
        target:
          jdbc: {url: "jdbc:postgresql://h/d", user: u, password: {env: P}}
        deadLetters: {kafka: {topic: dlq}}
        """
        .formatted(file, message);
  }

  private static DescriptorFile settings(String message, boolean confluent) {
    return new DescriptorFile(
        Base64.getEncoder().encodeToString(FILES.toByteArray()), message, confluent);
  }

  private static DynamicMessage.Builder event(DescriptorFile settings) {
    return DynamicMessage.newBuilder(type(settings));
  }

  private static FieldDescriptor field(DescriptorFile settings, String name) {
    return type(settings).findFieldByName(name);
  }

  private static Descriptor type(DescriptorFile settings) {
    return FILE.findMessageTypeByName(settings.message().replace("shop.", ""));
  }

  private static DynamicMessage.Builder row() {
    return DynamicMessage.newBuilder(FILE.findMessageTypeByName("Row"));
  }

  private static DynamicMessage full() {
    DynamicMessage.Builder row = row();
    Descriptor type = row.getDescriptorForType();
    return row.setField(type.findFieldByName("id"), 7L)
        .setField(type.findFieldByName("name"), "")
        .setField(type.findFieldByName("note"), StringValue.of("n"))
        .setField(type.findFieldByName("big"), -1L)
        .setField(
            type.findFieldByName("at"),
            Timestamp.newBuilder()
                .setSeconds(Instant.parse("2024-09-17T00:01:00Z").getEpochSecond())
                .setNanos(123)
                .build())
        .addRepeatedField(type.findFieldByName("tags"), "a")
        .addRepeatedField(type.findFieldByName("tags"), "b")
        .setField(type.findFieldByName("photo"), ByteString.copyFrom(new byte[] {1, -1}))
        .setField(
            type.findFieldByName("kind"),
            type.getFile().findEnumTypeByName("Kind").findValueByNumber(1))
        .build();
  }

  private static FileDescriptorSet files() {
    FileDescriptorProto shop =
        FileDescriptorProto.newBuilder()
            .setName("shop.proto")
            .setPackage("shop")
            .setSyntax("proto3")
            .addDependency("google/protobuf/timestamp.proto")
            .addDependency("google/protobuf/wrappers.proto")
            .addEnumType(
                EnumDescriptorProto.newBuilder()
                    .setName("Kind")
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("UNKNOWN").setNumber(0))
                    .addValue(EnumValueDescriptorProto.newBuilder().setName("STAFF").setNumber(1)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Event")
                    .addField(scalar("op", 1, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(message("before", 2, ".shop.Row"))
                    .addField(message("after", 3, ".shop.Row"))
                    .addField(scalar("timestamp_ms", 4, FieldDescriptorProto.Type.TYPE_INT64)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Row")
                    .addField(scalar("id", 1, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(
                        scalar("name", 2, FieldDescriptorProto.Type.TYPE_STRING)
                            .setProto3Optional(true)
                            .setOneofIndex(0))
                    .addField(message("note", 3, ".google.protobuf.StringValue"))
                    .addField(scalar("big", 4, FieldDescriptorProto.Type.TYPE_UINT64))
                    .addField(message("at", 5, ".google.protobuf.Timestamp"))
                    .addField(
                        scalar("tags", 6, FieldDescriptorProto.Type.TYPE_STRING)
                            .setLabel(Label.LABEL_REPEATED))
                    .addField(scalar("photo", 7, FieldDescriptorProto.Type.TYPE_BYTES))
                    .addField(
                        scalar("kind", 8, FieldDescriptorProto.Type.TYPE_ENUM)
                            .setTypeName(".shop.Kind"))
                    .addOneofDecl(OneofDescriptorProto.newBuilder().setName("_name")))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Change")
                    .addField(scalar("op", 1, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(message("before", 2, ".shop.Row"))
                    .addField(message("after", 3, ".shop.Row"))
                    .addField(message("source", 4, ".shop.Source")))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Source")
                    .addField(scalar("connector", 1, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(scalar("schema", 2, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(scalar("table", 3, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(scalar("lsn", 4, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(scalar("sequence", 5, FieldDescriptorProto.Type.TYPE_STRING)))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Outer")
                    .addNestedType(
                        DescriptorProto.newBuilder()
                            .setName("Inner")
                            .addField(scalar("op", 1, FieldDescriptorProto.Type.TYPE_STRING))
                            .addField(message("before", 2, ".shop.Row"))
                            .addField(message("after", 3, ".shop.Row"))
                            .addField(
                                scalar("timestamp_ms", 4, FieldDescriptorProto.Type.TYPE_INT64))))
            .addMessageType(
                DescriptorProto.newBuilder()
                    .setName("Unwrapped")
                    .addField(scalar("id", 1, FieldDescriptorProto.Type.TYPE_INT64))
                    .addField(scalar("doc", 2, FieldDescriptorProto.Type.TYPE_STRING))
                    .addField(scalar("__op", 3, FieldDescriptorProto.Type.TYPE_STRING)))
            .build();
    return FileDescriptorSet.newBuilder()
        .addFile(shop)
        .addFile(TimestampProto.getDescriptor().toProto())
        .addFile(WrappersProto.getDescriptor().toProto())
        .build();
  }

  private static FieldDescriptorProto.Builder scalar(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(Label.LABEL_OPTIONAL);
  }

  private static FieldDescriptorProto.Builder message(String name, int number, String type) {
    return scalar(name, number, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(type);
  }
}
