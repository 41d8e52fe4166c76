package io.portage.upsert;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.DeadLetter.Cause;
import io.portage.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class WaitingNowTest {
  private static final Cause NO_PARENT = new Cause(Reason.CONSTRAINT, "", null, null, "23503");
  private static final Cause NO_ROW = Cause.of(Reason.ROW_MISSING, "");

  private final Given given = new Given("docs");
  private final WaitingNow now = new WaitingNow();

  @Test
  void addsUpTheShardsByWhatTheirRowsWaitFor() {
    now.tell(0, waiting(held(1, NO_PARENT, 5_000), held(2, NO_ROW, 4_000)));
    now.tell(1, waiting(held(3, NO_PARENT, 6_000)));

    assertThat(now.byWhy()).isEqualTo(Map.of("23503", 2L, "ROW_MISSING", 1L));
    assertThat(now.rows()).isEqualTo(3);
    assertThat(now.since()).isEqualTo(4_000);
  }

  @Test
  void aShardsRowsAreToldAnewAndNotAdded() {
    now.tell(0, waiting(held(1, NO_PARENT, 5_000), held(2, NO_ROW, 4_000)));

    now.tell(0, waiting(held(1, NO_PARENT, 5_000)));

    assertThat(now.byWhy()).isEqualTo(Map.of("23503", 1L));
    assertThat(now.since()).isEqualTo(5_000);
  }

  @Test
  void nothingWaitsWhenTheLastRowIsReleased() {
    now.tell(0, waiting(held(1, NO_PARENT, 5_000)));

    now.tell(0, waiting());

    assertThat(now.rows()).isZero();
    assertThat(now.since()).isZero();
  }

  private Held held(long id, Cause cause, long since) {
    return new Held(List.of(given.upsert(id, 1)), cause, 1, since, since, since + 500);
  }

  private static WaitingRows waiting(Held... held) {
    return new WaitingRows(new ArrayList<>(List.of(held)), (a, b) -> b);
  }
}
