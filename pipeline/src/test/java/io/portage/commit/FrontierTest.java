package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

final class FrontierTest {
  @Test
  void readsStateFromBeforeRecordsHadSeveralRows() throws CoderException {
    Frontier frontier =
        CoderUtils.decodeFromByteArray(
            FrontierCoder.of(), HexFormat.of().parseHex("0103000003030203020101010102"));

    assertThat(frontier.offset()).isEqualTo(2);
    assertThat(frontier.completedAbove().ranges())
        .containsExactly(
            List.of(3L, 5L, ChangePart.WHOLE.mask()),
            List.of(7L, 8L, ChangePart.DELETE.mask()),
            List.of(9L, 10L, ChangePart.UPSERT.mask()));
    assertThat(HexFormat.of().formatHex(CoderUtils.encodeToByteArray(FrontierCoder.of(), frontier)))
        .isEqualTo("0103000003030203020101010102");
  }

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void isUnknownUntilTheReaderReportsItsStart() {
    Frontier done =
        Frontier.NOTHING.plus(done(0, 10), NOW).confirmStart(NOW.plusSeconds(3600), false);

    assertThat(done.committable()).isEmpty();
    assertThat(done.plus(began(0), NOW).committable()).hasValue(10);
  }

  @Test
  void neverCrossesAGap() {
    Frontier frontier = Frontier.NOTHING.plus(began(5), NOW).plus(done(6, 10), NOW);

    assertThat(frontier.committable()).hasValue(5);
    assertThat(frontier.plus(done(5, 6), NOW).committable()).hasValue(10);
  }

  @Test
  void waitsForBothHalves() {
    Frontier frontier =
        Frontier.NOTHING
            .plus(began(0), NOW)
            .plus(done(1, 5), NOW)
            .plus(half(0, 1, ChangePart.DELETE), NOW)
            .plus(half(0, 1, ChangePart.DELETE), NOW);

    assertThat(frontier.committable()).hasValue(0);
    assertThat(frontier.plus(half(0, 1, ChangePart.UPSERT), NOW).committable()).hasValue(5);
  }

  @Test
  void ignoresRepeatedCompletions() {
    Frontier frontier = Frontier.NOTHING.plus(began(0), NOW).plus(done(0, 8), NOW);

    assertThat(frontier.plus(done(2, 5), NOW)).isEqualTo(frontier);
    assertThat(frontier.plus(done(7, 9), NOW).committable()).hasValue(9);
    assertThat(frontier.plus(began(3), NOW)).isEqualTo(frontier);
    assertThat(frontier.plus(resumed(8), NOW)).isEqualTo(frontier);
  }

  @Test
  void adoptsAProvisionalStartOnlyWithoutAFreshOne() {
    Frontier resumed = Frontier.NOTHING.plus(resumed(10), NOW).plus(done(10, 20), NOW);

    assertThat(resumed.committable()).isEmpty();
    assertThat(resumed.confirmStart(NOW.plusSeconds(29), false).committable()).isEmpty();
    assertThat(resumed.confirmStart(NOW.plusSeconds(30), false).committable()).hasValue(20);
    assertThat(resumed.confirmStart(NOW, true).committable()).hasValue(20);
    assertThat(resumed.plus(began(0), NOW).confirmStart(NOW, true).committable()).hasValue(0);
    assertThat(resumed.plus(resumed(4), NOW).confirmStart(NOW, true).committable()).hasValue(4);
    assertThat(resumed.plus(resumed(40), NOW).confirmStart(NOW, true).committable()).hasValue(20);
  }

  /** A fresh reader of a partition without a reader in the state starts at the committed offset. */
  @Test
  void isRaisedByAFreshStartOnlyToThatStart() {
    Frontier restored = Frontier.NOTHING.plus(began(0), NOW).plus(done(0, 10), NOW);
    Frontier withGap = restored.plus(done(20, 30), NOW).plus(done(40, 50), NOW);

    Frontier raised = withGap.plus(began(25), NOW);
    assertThat(raised.committable()).hasValue(30);
    assertThat(withGap.plus(began(35), NOW).committable()).hasValue(35);
    assertThat(withGap.plus(resumed(35), NOW).committable()).hasValue(10);
    // The records at and above the start stay open until they are completed.
    assertThat(raised.plus(done(31, 40), NOW).committable()).hasValue(30);
    assertThat(raised.plus(done(30, 31), NOW).plus(done(31, 40), NOW).committable()).hasValue(50);
    // Completions of an older state, below the start, change nothing.
    assertThat(raised.plus(done(10, 20), NOW)).isEqualTo(raised);
  }

  /** In any order of the start and the completions of records at and above it. */
  @Test
  void isNeverAboveAnUncompletedRecordOfTheFreshReader() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      int old = random.nextInt(20);
      int start = random.nextInt(30);
      Frontier frontier = Frontier.NOTHING.plus(began(0), NOW);
      frontier = old == 0 ? frontier : frontier.plus(done(0, old), NOW);
      List<Completion> completions = new ArrayList<>(List.of(began(start)));
      BitSet completed = new BitSet();
      completed.set(0, Math.max(old, start));
      for (int offset = start; offset < 40; offset++) {
        if (random.nextInt(4) > 0) {
          completions.add(done(offset, offset + 1));
          completed.set(offset);
        }
      }
      Collections.shuffle(completions, random);
      for (Completion completion : completions) {
        frontier = frontier.plus(completion, NOW);
        assertThat(frontier.committable().orElseThrow())
            .isLessThanOrEqualTo(completed.nextClearBit(0));
      }
      assertThat(frontier.committable()).hasValue(completed.nextClearBit(0));
    }
  }

  @Test
  void namesTheMissingOffsets() {
    Frontier frontier = Frontier.NOTHING.plus(began(0), NOW).plus(done(0, 3), NOW);

    assertThat(Frontier.NOTHING.missing(9)).contains("unknown");
    assertThat(frontier.missing(9)).isEqualTo("offsets 3 to 8 have no outcome");
    assertThat(frontier.plus(done(5, 9), NOW).missing(9))
        .isEqualTo("offsets 3 to 4 have no outcome");
    assertThat(frontier.plus(half(3, 9, ChangePart.DELETE), NOW).missing(9))
        .isEqualTo("offsets 3 to 3 have no outcome");
  }

  @Test
  void roundTripsThroughItsCoder() throws Exception {
    Frontier full =
        Frontier.NOTHING
            .plus(began(5), NOW)
            .plus(done(7, 9), NOW)
            .plus(half(9, 12, ChangePart.UPSERT), NOW)
            .plus(done(1L << 40, (1L << 40) + 5), NOW);

    for (Frontier frontier :
        List.of(Frontier.NOTHING, full, Frontier.NOTHING.plus(resumed(0), NOW))) {
      CoderProperties.coderDecodeEncodeEqual(FrontierCoder.of(), frontier);
    }
  }

  private static Completion began(long offset) {
    return new Completion(OffsetRanges.none(), new ReaderStart("users", 0, offset, false));
  }

  private static Completion resumed(long offset) {
    return new Completion(OffsetRanges.none(), new ReaderStart("users", 0, offset, true));
  }

  private static Completion done(long from, long to) {
    return half(from, to, ChangePart.WHOLE);
  }

  private static Completion half(long from, long to, ChangePart changePart) {
    return new Completion(OffsetRanges.of(new OffsetRange("users", 0, from, to, changePart)));
  }
}
