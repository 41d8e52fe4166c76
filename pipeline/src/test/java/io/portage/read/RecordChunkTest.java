package io.portage.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Header;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RecordChunkTest {
  private static final Envelope FIRST = Envelope.control(null);
  private static final Envelope AGAIN = Envelope.malformed("decoded again");
  private static final Format FORMAT = (topic, value) -> AGAIN;

  @Test
  void keepsTheRecord() {
    TrackedRecord entry = entry(9, new RecordCoverage(3, false, false, false));
    entry.decoded((topic, value) -> FIRST, "users");
    entry.setTimestamp(5, 70_000);

    DecodedRecord event = entry.event(FORMAT, "users", 2);

    assertThat(event.record().coordinates()).isEqualTo(new Coordinates("users", 2, 9));
    assertThat(event.record().coveredFrom()).isEqualTo(3);
    assertThat(event.record().kafkaTime()).isEqualTo(77);
    assertThat(event.record().lateness()).isEqualTo(70_000);
    assertThat(event.record().key()).containsExactly(1);
    assertThat(event.record().value()).containsExactly(2);
    assertThat(event.record().headers())
        .containsExactly(new Header("trace", new byte[] {7}), new Header("none", null));
    assertThat(event.envelope()).isSameAs(FIRST);
  }

  @Test
  void coversItsOwnOffsetWithoutACoverage() {
    DecodedRecord event = entry(9, null).event(FORMAT, "users", 2);

    assertThat(event.record().coveredFrom()).isEqualTo(9);
    assertThat(event.record().lateness()).isZero();
  }

  @Test
  void roundTripsThroughTheCoderAndDecodesAgain() throws Exception {
    TrackedRecord entry = entry(9, new RecordCoverage(3, true, false, false));
    entry.decoded((topic, value) -> FIRST, "users");
    entry.setTimestamp(-5, 70_000);
    TrackedRecord end = TrackedRecord.end(12, new RecordCoverage(10, false, true, true));
    end.markRepeated();

    List<TrackedRecord> copies =
        CoderUtils.clone(RecordChunkCoder.of(), new RecordChunk(List.of(entry, end), true))
            .entries();

    assertThat(copies).hasSize(2);
    DecodedRecord event = copies.get(0).event(FORMAT, "users", 2);
    assertThat(event.envelope()).isSameAs(AGAIN);
    assertThat(event.record()).isEqualTo(entry.event(FORMAT, "users", 2).record());
    assertThat(copies.get(0).timestamp()).isEqualTo(-5);
    assertThat(copies.get(0).coverage()).isEqualTo(entry.coverage());
    assertThat(copies.get(1).isEnd()).isTrue();
    assertThat(copies.get(1).isRepeated()).isTrue();
  }

  @Test
  void putsConsecutiveRecordsIntoOneChunk() {
    List<TrackedRecord> entries = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      entries.add(entry(10 + 2L * i, null));
    }

    List<ConsumerRecord<byte[], byte[]>> chunks = RecordChunk.records("users", 2, entries, 2, true);

    assertThat(chunks).extracting(ConsumerRecord::offset).containsExactly(12L, 16L, 18L);
    assertThat(chunks)
        .extracting(chunk -> RecordChunk.of(chunk.headers()).entries().size())
        .containsExactly(2, 2, 1);
    assertThat(chunks)
        .extracting(chunk -> RecordChunk.of(chunk.headers()).atEnd())
        .containsExactly(false, false, true);
    assertThat(RecordChunk.records("users", 2, entries, 100, false)).hasSize(1);
  }

  @Test
  void hasTheLengthOfTheChunkForKafkaIo() {
    List<TrackedRecord> entries = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      entries.add(entryOf(i, new byte[1_000]));
    }

    assertThat(RecordChunk.records("users", 2, entries, 1, false))
        .hasSize(100)
        .allSatisfy(record -> assertThat(record.value()).hasSize(1_000));
    assertThat(RecordChunk.records("users", 2, entries, 250, false))
        .singleElement()
        .satisfies(record -> assertThat(record.value().length).isBetween(50_000, 200_000));
    TrackedRecord tombstone = new TrackedRecord(1, 77, new byte[3 << 20], null, List.of(), null);
    assertThat(RecordChunk.records("users", 2, List.of(tombstone), 1, false).get(0).value())
        .isNotEmpty();
  }

  @Test
  void keepsOnlyItsOwnEntriesOfAPoll() {
    List<TrackedRecord> poll =
        new ArrayList<>(List.of(entry(1, null), entry(2, null), entry(3, null)));
    ConsumerRecord<byte[], byte[]> first = RecordChunk.records("users", 2, poll, 2, false).get(0);

    poll.clear(); // a view of it would fail now

    assertThat(RecordChunk.of(first.headers()).entries()).hasSize(2);
  }

  private static TrackedRecord entryOf(long offset, byte[] value) {
    return new TrackedRecord(offset, 77, null, value, List.of(), null);
  }

  @Test
  void completesTheStartOfAPartition() {
    assertThat(completion(9, new RecordCoverage(3, true, true, false)))
        .isEqualTo(new Completion(OffsetRanges.none(), new ReaderStart("users", 2, 3, true)));
    assertThat(completion(9, new RecordCoverage(3, false, false, false))).isNull();
  }

  @Test
  void completesTheOffsetsBetweenTheLastRecordAndTheStop() {
    assertThat(completion(9, new RecordCoverage(8, false, false, true)))
        .isEqualTo(
            new Completion(OffsetRanges.of(new OffsetRange("users", 2, 8, 10, ChangePart.WHOLE))));
    assertThat(completion(9, new RecordCoverage(10, false, false, true))).isNull();
    assertThat(completion(9, new RecordCoverage(10, true, false, true)))
        .isEqualTo(new Completion(OffsetRanges.none(), new ReaderStart("users", 2, 10, false)));
    assertThat(completion(-1, new RecordCoverage(0, true, false, true)))
        .isEqualTo(new Completion(OffsetRanges.none(), new ReaderStart("users", 2, 0, false)));
  }

  @Test
  void emitsNoCompletionForARepeatedEndMark() {
    TrackedRecord end = TrackedRecord.end(9, new RecordCoverage(10, true, true, true));
    end.markRepeated();

    assertThat(end.completion("users", 2)).isNull();
  }

  private static Completion completion(long offset, RecordCoverage recordCoverage) {
    return entry(offset, recordCoverage).completion("users", 2);
  }

  private static TrackedRecord entry(long offset, @Nullable RecordCoverage recordCoverage) {
    return new TrackedRecord(
        offset,
        77,
        new byte[] {1},
        new byte[] {2},
        List.of(new Header("trace", new byte[] {7}), new Header("none", null)),
        recordCoverage);
  }
}
