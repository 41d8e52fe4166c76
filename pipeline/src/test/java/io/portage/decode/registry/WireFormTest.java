package io.portage.decode.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portage.decode.MalformedException;
import io.portage.decode.registry.SchemaId.IdKind;
import io.portage.decode.registry.WireForm.Frame;
import io.portage.model.event.Header;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireFormTest {
  private static final UUID GUID = UUID.fromString("89791762-2336-4186-9674-299b90a802e2");
  private static final byte[] GUID_BYTES =
      ByteBuffer.allocate(17)
          .put((byte) 1)
          .putLong(GUID.getMostSignificantBits())
          .putLong(GUID.getLeastSignificantBits())
          .array();
  private static final SchemaId BY_GUID =
      new SchemaId(IdKind.GUID, GUID.getMostSignificantBits(), GUID.getLeastSignificantBits());

  @Test
  void readsConfluentsPrefixes() throws MalformedException {
    assertThat(WireForm.CONFLUENT.ofValue(bytes("00 00 01 86 9f 02 06"), List.of()))
        .isEqualTo(new Frame(SchemaId.of(IdKind.ID, 99_999), 5));
    assertThat(WireForm.CONFLUENT.ofKey(GUID_BYTES, List.of())).isEqualTo(new Frame(BY_GUID, 17));
    assertThat(BY_GUID).hasToString("schema GUID " + GUID);
  }

  @Test
  void aHeaderDecidesAndLeavesTheBytesWhole() throws MalformedException {
    byte[] value = bytes("00 00 00 00 07");
    List<Header> headers =
        List.of(
            new Header("__value_schema_id", bytes("00 00 00 00 01")),
            new Header("__value_schema_id", GUID_BYTES),
            new Header("__key_schema_id", bytes("00 00 00 00 09")));

    assertThat(WireForm.CONFLUENT.ofValue(value, headers)).isEqualTo(new Frame(BY_GUID, 0));
    assertThat(WireForm.CONFLUENT.ofKey(value, headers))
        .isEqualTo(new Frame(SchemaId.of(IdKind.ID, 9), 0));
    assertThat(WireForm.CONFLUENT.ofKey(value, headers.subList(0, 2)))
        .isEqualTo(new Frame(SchemaId.of(IdKind.ID, 7), 5));
  }

  @Test
  void readsApicuriosIdsOfEightBytes() throws MalformedException {
    byte[] value = bytes("00 00 00 00 01 00 00 00 02 04");
    List<Header> headers =
        List.of(
            new Header("apicurio.value.globalId", bytes("00 00 00 00 00 00 00 05")),
            new Header("apicurio.value.contentId", bytes("00 00 00 00 00 00 00 06")));

    assertThat(WireForm.APICURIO_GLOBAL_ID.ofValue(value, List.of()))
        .isEqualTo(new Frame(SchemaId.of(IdKind.GLOBAL_ID, (1L << 32) + 2), 9));
    assertThat(WireForm.APICURIO_CONTENT_ID.ofKey(value, headers))
        .isEqualTo(new Frame(SchemaId.of(IdKind.CONTENT_ID, (1L << 32) + 2), 9));
    assertThat(WireForm.APICURIO_GLOBAL_ID.ofValue(value, headers))
        .isEqualTo(new Frame(SchemaId.of(IdKind.GLOBAL_ID, 5), 0));
    assertThat(WireForm.APICURIO_CONTENT_ID.ofValue(value, headers))
        .isEqualTo(new Frame(SchemaId.of(IdKind.CONTENT_ID, 6), 0));
  }

  @ParameterizedTest
  @CsvSource({
    "CONFLUENT, '', no schema id: the bytes end early",
    "CONFLUENT, 00 00 00 01, no schema id: the bytes end early",
    "CONFLUENT, 01 00 00 00 01, no schema id: the bytes end early",
    "CONFLUENT, 7b 22, no schema id: the first byte is neither 0 nor 1",
    "APICURIO_GLOBAL_ID, 00 00 00 00 01, no schema id: the bytes end early",
    "APICURIO_CONTENT_ID, 01 00, no schema id: the first byte is not 0"
  })
  void rejectsOtherBytes(WireForm form, String hex, String problem) {
    assertThatThrownBy(() -> form.ofValue(bytes(hex), List.of()))
        .isInstanceOfSatisfying(
            MalformedException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void rejectsAHeaderOfAnotherLengthAndNamesIt() {
    List<Header> headers = List.of(new Header("__value_schema_id", bytes("00 00 00 00 01 02")));

    assertThatThrownBy(() -> WireForm.CONFLUENT.ofValue(bytes("00 00 00 00 01"), headers))
        .isInstanceOfSatisfying(
            MalformedException.class,
            e ->
                assertThat(e.problem())
                    .isEqualTo("the header __value_schema_id: something follows the schema id"));
  }

  private static byte[] bytes(String hex) {
    return hex.isEmpty() ? new byte[0] : HexFormat.ofDelimiter(" ").parseHex(hex);
  }
}
