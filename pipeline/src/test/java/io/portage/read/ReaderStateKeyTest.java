package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.portage.kafka.SourcePartitions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReaderStateKeyTest {
  private static final Map<String, SourcePartitions.TopicPartitions> TOPICS =
      Map.of("t", new SourcePartitions.TopicPartitions(3, 5, "id"));

  /** One topic: 3 existing partitions of 5, then 8 slots. */
  private static final String VERSION_2 =
      "02"
          + "00016a"
          + "000167"
          + "00000001"
          + "000174"
          + "00000003"
          + "00000005"
          + "00026964"
          + "00000008";

  @Test
  void encodesVersion2() {
    ReaderStateKey key = new ReaderStateKey("j", "g", SourcePartitions.of(TOPICS, 8));

    assertThat(HexFormat.of().formatHex(key.toBytes())).isEqualTo(VERSION_2);
    verify(ReaderStateKey.fromBytes(key.toBytes()), 8);
  }

  @Test
  void readsVersion1WithoutSlots() {
    byte[] bytes = HexFormat.of().parseHex("01" + VERSION_2.substring(2));

    verify(ReaderStateKey.fromBytes(Arrays.copyOf(bytes, bytes.length - Integer.BYTES)), 0);
  }

  @Test
  void rejectsALaterVersion() {
    byte[] bytes = HexFormat.of().parseHex("03" + VERSION_2.substring(2));

    assertThatIllegalStateException()
        .isThrownBy(() -> ReaderStateKey.fromBytes(bytes))
        .withMessageContaining("version 3");
  }

  private static void verify(ReaderStateKey read, int slots) {
    assertThat(read.job()).isEqualTo("j");
    assertThat(read.group()).isEqualTo("g");
    assertThat(read.partitions().topics()).isEqualTo(TOPICS);
    assertThat(read.partitions().slots()).isEqualTo(slots);
  }
}
