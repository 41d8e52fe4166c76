package io.portage.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Half;
import io.portage.model.Interval;
import io.portage.model.Origins;
import io.portage.model.Outcome;
import io.portage.model.Start;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;

/** Random runs against a model that keeps a mask per offset. */
final class FrontierPropertyTest {
  private static final Instant NOW = Instant.EPOCH;

  @Property(tries = 500)
  void equalsTheModelAfterEveryOutcome(@ForAll long seed, @ForAll @IntRange(max = 60) int length) {
    Random random = new Random(seed);
    long start = random.nextInt(20);
    List<Outcome> outcomes = outcomes(random, start, length);
    int[] model = new int[(int) start + length + 10];
    boolean known = false;
    Frontier frontier = Frontier.NOTHING;

    for (Outcome outcome : outcomes) {
      frontier = frontier.plus(outcome, NOW);

      known |= outcome.start() != null;
      for (Interval interval : outcome.origins().intervals()) {
        for (long at = interval.from(); at < interval.to(); at++) {
          model[(int) at] |= interval.half().mask();
        }
      }
      if (known) {
        assertThat(frontier.committable()).hasValue(reach(model, start));
      } else {
        assertThat(frontier.committable()).isEmpty();
      }
    }
    assertThat(frontier.offset()).isEqualTo(start + length);
    assertThat(frontier.beyond()).isEqualTo(Coverage.NONE);
  }

  @Property(tries = 300)
  void neverReachesPastTheOneThatIsMissing(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int length) {
    Random random = new Random(seed);
    List<Outcome> outcomes = records(random, 0, length);
    Outcome missing = outcomes.remove(random.nextInt(outcomes.size()));
    Collections.shuffle(outcomes, random);

    Frontier frontier = Frontier.NOTHING.plus(began(0), NOW);
    for (Outcome outcome : outcomes) {
      frontier = frontier.plus(outcome, NOW);
      frontier = copy(frontier);
    }

    assertThat(frontier.offset()).isEqualTo(missing.origins().intervals().get(0).from());
    assertThat(frontier.plus(missing, NOW).offset()).isEqualTo(length);
  }

  private static Frontier copy(Frontier frontier) {
    try {
      return CoderUtils.clone(FrontierCoder.of(), frontier);
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  /** All records from {@code start} on, shuffled, some merged, some again, and the start. */
  private static List<Outcome> outcomes(Random random, long start, int length) {
    List<Outcome> single = records(random, start, length);
    Collections.shuffle(single, random);
    List<Outcome> all = new ArrayList<>();
    for (int i = 0; i < single.size(); ) {
      List<Origins> pane = new ArrayList<>();
      int size = 1 + random.nextInt(5);
      for (; i < single.size() && pane.size() < size; i++) {
        pane.add(single.get(i).origins());
      }
      all.add(new Outcome(Origins.union(pane)));
      if (random.nextInt(4) == 0) {
        all.add(all.get(random.nextInt(all.size())));
      }
    }
    // A restart hands out stretches that overlap the first run's.
    if (length > 2) {
      long from = start + random.nextInt(length - 1);
      all.add(new Outcome(Origins.of(new Interval("t", 0, from, from + 1, Half.WHOLE))));
    }
    Collections.shuffle(all, random);
    all.add(random.nextInt(all.size() + 1), began(start));
    return all;
  }

  private static List<Outcome> records(Random random, long start, int length) {
    List<Outcome> records = new ArrayList<>();
    long from = start;
    while (from < start + length) {
      long to = Math.min(start + length, from + 1 + random.nextInt(3));
      if (random.nextInt(4) == 0) {
        records.add(new Outcome(Origins.of(new Interval("t", 0, from, to, Half.DELETE))));
        records.add(new Outcome(Origins.of(new Interval("t", 0, from, to, Half.UPSERT))));
      } else {
        records.add(new Outcome(Origins.of(new Interval("t", 0, from, to, Half.WHOLE))));
      }
      from = to;
    }
    return records;
  }

  private static Outcome began(long offset) {
    return new Outcome(Origins.none(), new Start("t", 0, offset, false));
  }

  private static long reach(int[] model, long start) {
    long at = start;
    while (model[(int) at] == 3) {
      at++;
    }
    return at;
  }
}
