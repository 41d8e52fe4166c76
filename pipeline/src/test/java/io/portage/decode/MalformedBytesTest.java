package io.portage.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.decode.debezium.DebeziumJson;
import io.portage.decode.debezium.EnvelopeSettings;
import io.portage.decode.plain.AvroFixture;
import io.portage.decode.plain.EnvelopeJson;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** No format throws for any bytes. */
class MalformedBytesTest {
  private record MessageSample(Format format, byte[] bytes) {}

  private static final EnvelopeJson ENVELOPE = new EnvelopeJson(DecodeFixtures.PLACEHOLDER);
  private static final DebeziumJson DEBEZIUM =
      new DebeziumJson(DecodeFixtures.PLACEHOLDER, EnvelopeSettings.DEFAULT);
  private static final List<MessageSample> SAMPLES =
      List.of(
          new MessageSample(
              ENVELOPE,
              text(
                  "{\"op\":\"u\",\"before\":null,\"after\":"
                      + DecodeFixtures.RICH_ROW
                      + ",\"timestamp_ms\":1726531260000}")),
          new MessageSample(
              DEBEZIUM,
              text(
                  DecodeFixtures.payload(
                      "u", "null", DecodeFixtures.RICH_ROW, DecodeFixtures.POSTGRES_SOURCE))),
          new MessageSample(
              DEBEZIUM,
              text(
                  DecodeFixtures.wrapped(
                      DecodeFixtures.SCHEMA,
                      DecodeFixtures.payload(
                          "u", "null", DecodeFixtures.RICH_ROW, DecodeFixtures.POSTGRES_SOURCE)))),
          new MessageSample(AvroFixture.format(), AvroFixture.rich()));

  @Test
  void rejectsAValueCutAtAnyByte() {
    for (MessageSample sample : SAMPLES) {
      assertThat(decode(sample, sample.bytes).error()).isNull();
      for (int length = 0; length < sample.bytes.length; length++) {
        Envelope decoded = decode(sample, Arrays.copyOf(sample.bytes, length));

        assertThat(decoded.after()).as("cut at %d", length).isNull();
        assertThat(decoded.error()).as("cut at %d", length).isNotBlank();
      }
    }
  }

  @Property
  void neverThrowsForRandomBytes(@ForAll @Size(max = 200) byte[] bytes) {
    for (MessageSample sample : SAMPLES) {
      isOneOrTheOther(decode(sample, bytes));
    }
  }

  @Property
  void neverThrowsForValuesWithAFewBytesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    for (MessageSample sample : SAMPLES) {
      byte[] bytes = sample.bytes.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }

      isOneOrTheOther(decode(sample, bytes));
    }
  }

  private static void isOneOrTheOther(Envelope decoded) {
    assertThat(
            decoded.fault() == null
                || decoded.equals(
                    Envelope.malformed(decoded.fault().problem(), decoded.fault().column())))
        .isTrue();
  }

  private static Envelope decode(MessageSample sample, byte[] bytes) {
    return sample.format.decode("topic", bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
