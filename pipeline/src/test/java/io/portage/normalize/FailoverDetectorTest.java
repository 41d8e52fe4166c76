package io.portage.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Coordinates;
import io.portage.model.RejectedChangeException;
import io.portage.model.SourcePosition;
import io.portage.model.event.DecodedRecord;
import io.portage.model.event.Envelope;
import io.portage.model.event.SourceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A log that begins again is told from a connector that repeats changes. */
class FailoverDetectorTest {
  private final FailoverDetector detector = new FailoverDetector();
  private long offset;

  @Test
  void rejectsTheTransactionsOfALogThatHasBegunAgain() {
    assertThat(check(0, 150, 10, "old:1")).isNull();
    assertThat(check(0, 150, 20, "old:2")).isNull();

    assertThat(check(0, 2, 10, "new:7"))
        .contains("the transaction new:7 is new", "tables[].epochs", "epoch: 1");
    assertThat(check(0, 2, 20, "new:8")).isNotNull();
    // Also after its positions have overtaken the earlier ones.
    assertThat(check(0, 900, 10, "new:9")).isNotNull();
    assertThat(check(1, 2, 10, "new:10")).as("in an epoch of its own").isNull();
    assertThat(check(1, 2, 20, "new:11")).isNull();
  }

  @Test
  void acceptsChangesThatAConnectorRepeats() {
    for (String server : List.of("old:%s", "0-1-%s")) {
      FailoverDetector fresh = new FailoverDetector();
      for (int i = 1; i < 5; i++) {
        assertThat(check(fresh, 0, 3, i * 10L, server.formatted(i))).isNull();
      }
      for (int i = 2; i < 9; i++) {
        assertThat(check(fresh, 0, 3, i * 10L, server.formatted(i))).isNull();
      }
    }
  }

  @Test
  void knowsOnlyServersWithoutTransactionNumbers() {
    assertThat(check(0, 150, 10, "1")).isNull();
    assertThat(check(0, 150, 5, "1")).as("repeated").isNull();
    assertThat(check(0, 151, 5, "2")).as("written by a replica's other source").isNull();
    assertThat(check(0, 2, 5, "3")).isNotNull();
  }

  @Test
  void theSameDomainOfMariaDbContinuesOnAnotherServer() {
    assertThat(check(0, 150, 10, "0-1-100")).isNull();
    assertThat(check(0, 2, 10, "0-2-101")).isNotNull();
  }

  @Test
  void recordsMayBeProcessedInAnotherOrder() {
    offset = 100;
    assertThat(check(0, 3, 50, "a:5")).isNull();
    offset = 10;
    assertThat(check(0, 3, 40, "b:1")).isNull();
  }

  private @Nullable String check(int epoch, long file, long pos, String transaction) {
    return check(detector, epoch, file, pos, transaction);
  }

  private @Nullable String check(
      FailoverDetector used, int epoch, long file, long pos, String transaction) {
    SourcePosition position = SourcePosition.ofBinlog(file, pos, 0);
    Envelope envelope = new Envelope("u", null, null, null, null, position).with(transaction, null);
    SourceRecord record =
        new SourceRecord(new Coordinates("t", 0, offset++), 0, 5, null, new byte[0], List.of(), 0);
    try {
      used.check(new DecodedRecord(record, envelope), epoch, position);
      return null;
    } catch (RejectedChangeException e) {
      return e.cause().message();
    }
  }
}
