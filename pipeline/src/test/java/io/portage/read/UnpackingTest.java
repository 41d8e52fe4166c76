package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Coordinates;
import io.portage.model.Decoded;
import io.portage.model.Envelope;
import io.portage.model.Half;
import io.portage.model.Header;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.RawEvent;
import io.portage.model.Start;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

final class UnpackingTest {
  private static final Decoded MEMO = Decoded.of(Envelope.control(null));
  private static final Decoded DECODED = Decoded.failed("decoded again");

  private final Unpacking unpacking = new Unpacking((topic, value) -> DECODED);

  @Test
  void keepsTheRecordAndStripsThePrivateHeaders() {
    Headers headers = new RecordHeaders().add("trace", new byte[] {7}).add("none", null);
    Marks.add(headers, new Mark(3, false, false, false));
    Marks.addLateness(headers, 70_000);
    KafkaRecord<byte[], Payload> record = record(9, headers);

    RawEvent event = unpacking.event(record, Unpacking.mark(record));

    assertThat(event.raw().at()).isEqualTo(new Coordinates("users", 2, 9));
    assertThat(event.raw().from()).isEqualTo(3);
    assertThat(event.raw().kafkaTime()).isEqualTo(77);
    assertThat(event.raw().lateness()).isEqualTo(70_000);
    assertThat(event.raw().key()).containsExactly(1);
    assertThat(event.raw().value()).containsExactly(2);
    assertThat(event.raw().headers())
        .containsExactly(new Header("trace", new byte[] {7}), new Header("none", null));
    assertThat(event.decoded()).isSameAs(MEMO);
  }

  @Test
  void coversItselfWithoutAMark() {
    RawEvent event = unpacking.event(record(9, new RecordHeaders()), null);

    assertThat(event.raw().from()).isEqualTo(9);
    assertThat(event.raw().lateness()).isZero();
    assertThat(event.raw().headers()).isEmpty();
  }

  @Test
  void decodesAgainBehindACoder() throws Exception {
    KafkaRecordCoder<byte[], Payload> coder =
        KafkaRecordCoder.of(NullableCoder.of(ByteArrayCoder.of()), PayloadCoder.of());

    RawEvent event = unpacking.event(CoderUtils.clone(coder, record(9, new RecordHeaders())), null);

    assertThat(event.decoded()).isSameAs(DECODED);
    assertThat(event.raw().value()).containsExactly(2);
  }

  @Test
  void takesAwayWhatAProducerSendsUnderPrivateNames() {
    Headers forged = new RecordHeaders().add("trace", new byte[] {7});
    Marks.add(forged, new Mark(0, true, false, true));
    Marks.addLateness(forged, 1);
    Marks.addRepeated(forged);

    Marks.clean(forged);

    assertThat(Marks.mark(forged)).isNull();
    assertThat(Marks.lateness(forged)).isZero();
    assertThat(Marks.isRepeated(forged)).isFalse();
    assertThat(forged.toArray()).hasSize(1);
  }

  @Test
  void tellsCommitWhereAPartitionBegins() {
    assertThat(outcome(9, new Mark(3, true, true, false)))
        .isEqualTo(new Outcome(Origins.none(), new Start("users", 2, 3, true)));
    assertThat(outcome(9, new Mark(3, false, false, false))).isNull();
  }

  @Test
  void tellsCommitWhatLiesBetweenTheLastRecordAndTheStop() {
    assertThat(outcome(9, new Mark(8, false, false, true)))
        .isEqualTo(new Outcome(Origins.of(new Interval("users", 2, 8, 10, Half.WHOLE))));
    assertThat(outcome(9, new Mark(10, false, false, true))).isNull();
    assertThat(outcome(9, new Mark(10, true, false, true)))
        .isEqualTo(new Outcome(Origins.none(), new Start("users", 2, 10, false)));
    assertThat(outcome(-1, new Mark(0, true, false, true)))
        .isEqualTo(new Outcome(Origins.none(), new Start("users", 2, 0, false)));
  }

  @Test
  void saysNothingOfAnEndMarkThatCameBeforeARestore() {
    Headers headers = new RecordHeaders();
    Mark mark = new Mark(10, true, true, true);
    Marks.add(headers, mark);
    Marks.addRepeated(headers);

    assertThat(Unpacking.outcome(record(9, headers), mark)).isNull();
  }

  private static Outcome outcome(long offset, Mark mark) {
    Headers headers = new RecordHeaders();
    Marks.add(headers, mark);
    return Unpacking.outcome(record(offset, headers), mark);
  }

  private static KafkaRecord<byte[], Payload> record(long offset, Headers headers) {
    return new KafkaRecord<>(
        "users",
        2,
        offset,
        77,
        KafkaTimestampType.CREATE_TIME,
        headers,
        new byte[] {1},
        new Payload(new byte[] {2}, MEMO));
  }
}
