package io.portage.launcher.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OverviewTest {
  private static final Map<String, Long> COUNTS =
      Map.of(
          "Read.read", 10L,
          "Normalize.split", 1L,
          "Upsert.applied", 5L,
          "Upsert.stale", 2L,
          "Normalize.ignored.tombstone", 1L,
          "DeadLetter.dead.Decode.MALFORMED", 1L,
          "Upsert.parkedRows", 1L,
          "Latest.late", 3L,
          "Normalize.suspectedLogRestart", 4L);

  @Test
  void takesTheLedgerFromTheMetrics() {
    Overview.Ledger ledger = ledger(COUNTS);

    assertThat(ledger.inFlight()).isEqualTo(2);
    assertThat(ledger.addsUp()).isTrue();
    assertThat(ledger.parked()).isEqualTo(1);
    assertThat(ledger.ignoredBy()).isEqualTo(Map.of("tombstone", 1L));
    assertThat(ledger.deadBy()).isEqualTo(Map.of("Decode MALFORMED", 1L));
  }

  @Test
  void reportsLateAndSuspectedChangesBesideTheSum() {
    Overview.Ledger ledger = ledger(COUNTS);

    assertThat(ledger.late()).isEqualTo(3);
    assertThat(ledger.suspected()).isEqualTo(4);
  }

  @Test
  void doesNotAddUpWithMoreOutcomesThanRecords() {
    Map<String, Long> repeated = new HashMap<>(COUNTS);
    repeated.put("Upsert.applied", 8L);

    assertThat(ledger(repeated).addsUp()).isFalse();
    assertThat(ledger(repeated).inFlight()).isEqualTo(-1);
    assertThat(ledger(repeated).addingUp().addsUp()).isTrue();
    assertThat(ledger(repeated).addingUp().inFlight()).isEqualTo(-1);
  }

  private static Overview.Ledger ledger(Map<String, Long> counts) {
    return Overview.Ledger.of(new MetricsSnapshot("here", counts));
  }
}
