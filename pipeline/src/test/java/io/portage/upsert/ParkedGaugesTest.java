package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.upsert.parking.ParkedChanges;
import io.portage.upsert.parking.ParkedRows;
import io.portage.upsert.write.UpsertData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParkedGaugesTest {
  private static final FailureCause NO_PARENT =
      new FailureCause(Reason.CONSTRAINT, "", null, null, "23503");
  private static final FailureCause NO_ROW = FailureCause.of(Reason.ROW_MISSING, "");

  private final UpsertData given = new UpsertData("docs");
  private final ParkedGauges now = new ParkedGauges();

  @Test
  void addsUpTheShardsByWhatTheirRowsWaitFor() {
    now.publish(0, waiting(held(1, NO_PARENT, 5_000), held(2, NO_ROW, 4_000)));
    now.publish(1, waiting(held(3, NO_PARENT, 6_000)));

    assertThat(now.byCause()).isEqualTo(Map.of("23503", 2L, "ROW_MISSING", 1L));
    assertThat(now.rows()).isEqualTo(3);
    assertThat(now.since()).isEqualTo(4_000);
  }

  @Test
  void aShardsRowsAreToldAnewAndNotAdded() {
    now.publish(0, waiting(held(1, NO_PARENT, 5_000), held(2, NO_ROW, 4_000)));

    now.publish(0, waiting(held(1, NO_PARENT, 5_000)));

    assertThat(now.byCause()).isEqualTo(Map.of("23503", 1L));
    assertThat(now.since()).isEqualTo(5_000);
  }

  @Test
  void nothingWaitsWhenTheLastRowIsReleased() {
    now.publish(0, waiting(held(1, NO_PARENT, 5_000)));

    now.publish(0, waiting());

    assertThat(now.rows()).isZero();
    assertThat(now.since()).isZero();
  }

  private ParkedChanges held(long id, FailureCause cause, long since) {
    return new ParkedChanges(List.of(given.upsert(id, 1)), cause, 1, since, since, since + 500);
  }

  private static ParkedRows waiting(ParkedChanges... held) {
    return new ParkedRows(new ArrayList<>(List.of(held)), (a, b) -> b);
  }
}
