package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.ParkedCounts.ParkedBecause;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.write.UpsertData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParkedGaugesTest {
  private static final FailureCause NO_PARENT =
      new FailureCause(Reason.CONSTRAINT, "", null, null, "23503", "docs_of_lead");
  private static final FailureCause NO_ROW = FailureCause.of(Reason.ROW_MISSING, "");

  private final UpsertData given = new UpsertData("docs");
  private final ParkedGauges gauges = new ParkedGauges();

  @Test
  void addsUpTheShardsByCause() {
    publish(0, rows(row(1, NO_PARENT, 5_000), row(2, NO_ROW, 4_000)));
    publish(1, rows(row(3, NO_PARENT, 6_000)));

    assertThat(gauges.byCause()).isEqualTo(Map.of("23503", 2L, "ROW_MISSING", 1L));
    assertThat(gauges.byConstraint())
        .isEqualTo(
            Map.of(
                new ParkedBecause("docs", "docs_of_lead"), 2L,
                new ParkedBecause("docs", "ROW_MISSING"), 1L));
    assertThat(gauges.rows()).isEqualTo(3);
    assertThat(gauges.since()).isEqualTo(4_000);
  }

  @Test
  void theNewCountOfAShardReplacesTheOldOne() {
    publish(0, rows(row(1, NO_PARENT, 5_000), row(2, NO_ROW, 4_000)));

    publish(0, rows(row(1, NO_PARENT, 5_000)));

    assertThat(gauges.byCause()).isEqualTo(Map.of("23503", 1L));
    assertThat(gauges.since()).isEqualTo(5_000);
  }

  @Test
  void isZeroAfterTheLastRowIsUnparked() {
    publish(0, rows(row(1, NO_PARENT, 5_000)));

    publish(0, rows());

    assertThat(gauges.rows()).isZero();
    assertThat(gauges.byConstraint()).isEmpty();
    assertThat(gauges.since()).isZero();
  }

  @Test
  void theChangesOfTheCountsAddUpToTheLastOne() {
    ParkedCounts one = ParkedCounts.of(rows(row(1, NO_PARENT, 5_000), row(2, NO_PARENT, 5_000)));
    ParkedCounts two = ParkedCounts.of(rows(row(2, NO_ROW, 5_000)));
    Map<ParkedBecause, Long> sums = new HashMap<>();

    one.changesSince(ParkedCounts.NONE, (cause, n) -> sums.merge(cause, n, Long::sum));
    assertThat(sums).isEqualTo(one.byConstraint());
    two.changesSince(one, (cause, n) -> sums.merge(cause, n, Long::sum));
    assertThat(sums)
        .isEqualTo(
            Map.of(
                new ParkedBecause("docs", "docs_of_lead"), 0L,
                new ParkedBecause("docs", "ROW_MISSING"), 1L));
  }

  private void publish(int shard, ParkedRows rows) {
    gauges.publish(shard, rows, ParkedCounts.of(rows));
  }

  private ParkedChanges row(long id, FailureCause cause, long since) {
    return new ParkedChanges(List.of(given.upsert(id, 1)), cause, 1, since, since, since + 500);
  }

  private static ParkedRows rows(ParkedChanges... rows) {
    return new ParkedRows(new ArrayList<>(List.of(rows)), (a, b) -> b);
  }
}
