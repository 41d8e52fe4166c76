package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The records in the dead letters of rows. */
final class RecordRowsTest {
  private static final List<String> KEY = List.of("user_id");

  /** Divides a value into the numbers of its rows. */
  private static final class Dividing implements Format {
    private static final long serialVersionUID = 1;
    private int divided;

    @Override
    public Envelope decode(String topic, byte @Nullable [] value) {
      return Envelope.tombstone();
    }

    @Override
    public IntFunction<byte[]> divide(byte[] value) {
      divided++;
      return row -> new byte[] {(byte) row};
    }
  }

  private final Dividing format = new Dividing();

  @Test
  void aRowIsAloneInItsRecord() {
    DecodedRecord event = record(1, 2, 3);
    RecordRows rows = RecordRows.of(event, format, KEY);

    for (DecodedRecord row : event.changes()) {
      DecodedRecord alone = rows.alone(row);
      assertThat(alone.record()).isEqualTo(event.record().withValue(bytes(row.part().row())));
      assertThat(alone.part()).isEqualTo(row.part());
      assertThat(alone.envelope()).isEqualTo(row.envelope());
    }
    assertThat(format.divided).isEqualTo(1);
  }

  @Test
  void theRecordIsWholeIfItsRowsOrderEachOther() {
    DecodedRecord event = record(1, 2, 1);

    RecordRows rows = RecordRows.of(event, format, KEY);

    assertThat(rows.alone(event.changes().get(1)).record()).isSameAs(event.record());
    assertThat(format.divided).isZero();
  }

  @Test
  void theRecordIsWholeIfTheFormatDividesNothing() {
    DecodedRecord event = record(1, 2);

    RecordRows rows = RecordRows.of(event, (topic, value) -> Envelope.tombstone(), KEY);

    assertThat(rows.alone(event.changes().get(1)).record()).isSameAs(event.record());
  }

  private static byte[] bytes(int row) {
    return new byte[] {(byte) row};
  }

  private static DecodedRecord record(long... keys) {
    List<DecodedRecord> events =
        Arrays.stream(keys)
            .mapToObj(key -> EventBuilder.of("c").after("user_id", key).build())
            .toList();
    DecodedRecord first = events.get(0);
    return new DecodedRecord(
        first.record().withValue(bytes(99)),
        Envelope.ofRows(events.stream().map(DecodedRecord::envelope).toList()));
  }
}
