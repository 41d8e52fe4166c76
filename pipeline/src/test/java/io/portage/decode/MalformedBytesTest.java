package io.portage.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Envelope;
import io.portage.model.Format;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** No format throws, whatever the bytes. */
class MalformedBytesTest {
  private record Sample(Format format, byte[] bytes) {}

  private static final EnvelopeJson ENVELOPE = new EnvelopeJson(Fixtures.PLACEHOLDER);
  private static final DebeziumJson DEBEZIUM = new DebeziumJson(Fixtures.PLACEHOLDER);
  private static final List<Sample> SAMPLES =
      List.of(
          new Sample(
              ENVELOPE,
              text(
                  "{\"op\":\"u\",\"before\":null,\"after\":"
                      + Fixtures.RICH_ROW
                      + ",\"timestamp_ms\":1726531260000}")),
          new Sample(
              DEBEZIUM,
              text(Fixtures.payload("u", "null", Fixtures.RICH_ROW, Fixtures.POSTGRES_SOURCE))),
          new Sample(
              DEBEZIUM,
              text(
                  Fixtures.wrapped(
                      Fixtures.SCHEMA,
                      Fixtures.payload("u", "null", Fixtures.RICH_ROW, Fixtures.POSTGRES_SOURCE)))),
          new Sample(AvroFixture.format(), AvroFixture.rich()));

  @Test
  void failsWhereverAValueIsCut() {
    for (Sample sample : SAMPLES) {
      assertThat(decode(sample, sample.bytes).problem()).isNull();
      for (int length = 0; length < sample.bytes.length; length++) {
        Envelope decoded = decode(sample, Arrays.copyOf(sample.bytes, length));

        assertThat(decoded.after()).as("cut at %d", length).isNull();
        assertThat(decoded.problem()).as("cut at %d", length).isNotBlank();
      }
    }
  }

  @Property
  void neverThrowsForRandomBytes(@ForAll @Size(max = 200) byte[] bytes) {
    for (Sample sample : SAMPLES) {
      isOneOrTheOther(decode(sample, bytes));
    }
  }

  @Property
  void neverThrowsForValuesWithAFewBytesChanged(@ForAll long seed) {
    Random random = new Random(seed);
    for (Sample sample : SAMPLES) {
      byte[] bytes = sample.bytes.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }

      isOneOrTheOther(decode(sample, bytes));
    }
  }

  private static void isOneOrTheOther(Envelope decoded) {
    assertThat(decoded.problem() == null || decoded.equals(Envelope.malformed(decoded.problem())))
        .isTrue();
  }

  private static Envelope decode(Sample sample, byte[] bytes) {
    return sample.format.decode("topic", bytes);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
