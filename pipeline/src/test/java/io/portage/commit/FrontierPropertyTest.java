package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.ChangePart;
import io.portage.model.Completion;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.ReaderStart;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;

/**
 * Compares random runs with a model that keeps a mask per offset. A third of the records has
 * several rows, and the parts of all records complete in any order.
 */
final class FrontierPropertyTest {
  private static final Instant NOW = Instant.EPOCH;

  @Property(tries = 500)
  void equalsTheModelAfterEveryCompletion(
      @ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    Random random = new Random(seed);
    long start = random.nextInt(20);
    List<Completion> outcomes = outcomes(random, start, length);
    BigInteger[] model = new BigInteger[(int) start + length + 10];
    Arrays.fill(model, BigInteger.ZERO);
    boolean known = false;
    Frontier frontier = Frontier.NOTHING;

    for (Completion completion : outcomes) {
      frontier = frontier.plus(completion, NOW);

      known |= completion.start() != null;
      for (OffsetRange offsetRange : completion.origins().ranges()) {
        for (long at = offsetRange.from(); at < offsetRange.to(); at++) {
          model[(int) at] = model[(int) at].or(offsetRange.part().mask());
        }
      }
      if (known) {
        assertThat(frontier.committable()).hasValue(reach(model, start));
      } else {
        assertThat(frontier.committable()).isEmpty();
      }
    }
    assertThat(frontier.offset()).isEqualTo(start + length);
    assertThat(frontier.completedAbove()).isEqualTo(OffsetRangeSet.NONE);
  }

  @Property(tries = 300)
  void neverPassesAMissingRecord(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int length) {
    Random random = new Random(seed);
    List<Completion> outcomes = records(random, 0, length);
    Completion missing = outcomes.remove(random.nextInt(outcomes.size()));
    Collections.shuffle(outcomes, random);

    Frontier frontier = Frontier.NOTHING.plus(began(0), NOW);
    for (Completion completion : outcomes) {
      frontier = frontier.plus(completion, NOW);
      frontier = copy(frontier);
    }

    assertThat(frontier.offset()).isEqualTo(missing.origins().ranges().get(0).from());
    assertThat(frontier.plus(missing, NOW).offset()).isEqualTo(length);
  }

  private static Frontier copy(Frontier frontier) {
    try {
      return CoderUtils.clone(FrontierCoder.of(), frontier);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns the completions of all records from {@code start} on, with the reader's start:
   * shuffled, some merged, some repeated.
   */
  private static List<Completion> outcomes(Random random, long start, int length) {
    List<Completion> single = records(random, start, length);
    Collections.shuffle(single, random);
    List<Completion> all = new ArrayList<>();
    for (int i = 0; i < single.size(); ) {
      List<OffsetRanges> pane = new ArrayList<>();
      int size = 1 + random.nextInt(5);
      for (; i < single.size() && pane.size() < size; i++) {
        pane.add(single.get(i).origins());
      }
      all.add(new Completion(OffsetRanges.union(pane)));
      if (random.nextInt(4) == 0) {
        all.add(all.get(random.nextInt(all.size())));
      }
    }
    // A restart emits offset ranges that overlap those of the first run.
    if (length > 2) {
      long from = start + random.nextInt(length - 1);
      all.add(
          new Completion(
              OffsetRanges.of(new OffsetRange("t", 0, from, from + 1, ChangePart.WHOLE))));
    }
    Collections.shuffle(all, random);
    all.add(random.nextInt(all.size() + 1), began(start));
    return all;
  }

  private static List<Completion> records(Random random, long start, int length) {
    List<Completion> records = new ArrayList<>();
    long from = start;
    while (from < start + length) {
      long to = Math.min(start + length, from + 1 + random.nextInt(3));
      int rows = random.nextInt(3) == 0 ? 1 + random.nextInt(40) : 1;
      for (int i = 0; i < rows; i++) {
        ChangePart row = ChangePart.ofRow(i, i == rows - 1);
        for (ChangePart part :
            random.nextInt(4) == 0 ? List.of(row.delete(), row.upsert()) : List.of(row)) {
          records.add(new Completion(OffsetRanges.of(new OffsetRange("t", 0, from, to, part))));
        }
      }
      from = to;
    }
    return records;
  }

  private static Completion began(long offset) {
    return new Completion(OffsetRanges.none(), new ReaderStart("t", 0, offset, false));
  }

  private static long reach(BigInteger[] model, long start) {
    long at = start;
    while (model[(int) at].equals(BigInteger.ONE.negate())) {
      at++;
    }
    return at;
  }
}
