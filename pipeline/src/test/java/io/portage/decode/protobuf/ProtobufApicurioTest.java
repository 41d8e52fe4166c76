package io.portage.decode.protobuf;

import static io.portage.decode.protobuf.ProtobufFixture.joined;
import static io.portage.decode.protobuf.ProtobufFixture.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.plain.ProtobufConfig;
import io.portage.decode.protobuf.ProtobufSchemas.Registered;
import io.portage.decode.registry.RegistryConfig;
import io.portage.decode.registry.RegistryConfig.RegistryAccess;
import io.portage.decode.registry.RegistryServer;
import io.portage.decode.registry.WireForm;
import io.portage.model.Columns;
import io.portage.model.Row;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import io.portage.model.event.SourceKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records with Apicurio's own ids, whose message types are named by a Ref. */
class ProtobufApicurioTest {
  private static final String SCHEMA =
      """
      syntax = "proto3";
      package shop;
      message Key { int64 id = 1; }
      message Event { string op = 1; Key before = 2; Key after = 3; int64 timestamp_ms = 4; }
      message Other { message Event {} }
      """;
  private static final byte[] PREFIX = ByteBuffer.allocate(9).put((byte) 0).putLong(11).array();

  private RegistryServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        RegistryServer.start()
            .answer("/v3/ids/globalIds/11", 200, SCHEMA)
            .answer("/v3/ids/globalIds/11/references", 200, "[]");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsTheNameOfTheTypeBehindTheId() throws IOException {
    Envelope envelope = decode(null, joined(PREFIX, ref("Event"), event()));

    assertThat(envelope.error()).isNull();
    assertThat(Objects.requireNonNull(envelope.after()).row())
        .isEqualTo(Row.of(Columns.of("id"), 3L));
    assertThat(decode("shop.Event", joined(PREFIX, ref("Event"), event()))).isEqualTo(envelope);
    assertThat(format(null).decodeKey(joined(PREFIX, ref("Key"), new byte[] {8, 3}), null))
        .isEqualTo(SourceKey.of(Row.of(Columns.of("id"), 3L), true));
  }

  @Test
  void rejectsOtherBytes() throws IOException {
    assertThat(error(null, PREFIX, ref("Nothing"), event()))
        .isEqualTo("the schema lacks the message type that the record names");
    assertThat(error("shop.Event", PREFIX, ref("Key"), event()))
        .isEqualTo(
            "the message type of the record is shop.Key, and not shop.Event"
                + " (source.protobuf.message)");
    assertThat(error("shop.Other.Event", PREFIX, ref("Event"), event()))
        .startsWith("the message type of the record is shop.Event, and not shop.Other.Event");
    assertThat(error(null, PREFIX)).isEqualTo("the name of the message type is not complete");
    assertThat(error(null, PREFIX, new byte[] {2, 16, 1}, event()))
        .startsWith("the value does not name its message type behind the schema id");
    assertThat(error(null, PREFIX, new byte[] {5, 10, 1, 'E', 16, 1}, event()))
        .isEqualTo("more than a name is before the message");
    assertThat(error(null, PREFIX, event())).isNotBlank();
  }

  @Test
  void doesNotGuessTheBytesBehindAnIdInAHeader() throws IOException {
    Header id = new Header("apicurio.value.globalId", ByteBuffer.allocate(8).putLong(11).array());

    for (byte[] value : List.of(event(), joined(ref("Event"), event()))) {
      assertThat(format(null).decode("t", value, List.of(id)).error())
          .isEqualTo(
              "the schema id is in a header; Apicurio's serializers of version 2 and 3 write"
                  + " different bytes then: set apicurio.registry.headers.enabled=false in the"
                  + " producer");
    }
  }

  private String error(@Nullable String message, byte[]... parts) {
    return String.valueOf(decode(message, joined(parts)).error());
  }

  private Envelope decode(@Nullable String message, byte[] value) {
    return format(message).decode("t", value);
  }

  private static byte[] event() throws IOException {
    return message(ProtobufFixture.file(SCHEMA), "shop.Event", "op: 'c' after { id: 3 }");
  }

  private static byte[] ref(String type) {
    byte[] name = type.getBytes(UTF_8);
    return joined(new byte[] {(byte) (name.length + 2), 10, (byte) name.length}, name);
  }

  private Format format(@Nullable String message) {
    return new ProtobufConfig(
            new Registered(
                new RegistryConfig(
                    server.url() + "/v3",
                    WireForm.APICURIO_GLOBAL_ID,
                    false,
                    RegistryAccess.NONE,
                    Duration.ZERO),
                message))
        .create("?");
  }
}
