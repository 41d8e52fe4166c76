package io.portage.launcher.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetricsSnapshotTest {
  @Test
  void gaugesOfParkedKeysFollowFromTheCounters() {
    MetricsSnapshot snapshot =
        MetricsSnapshot.ofCounters(
            "here",
            Map.of(
                "Upsert.parked", 5L,
                "Upsert.unparked", 2L,
                "Upsert.table.orders.parked.of_customer", 4L,
                "Upsert.table.orders.unparked.of_customer", 1L,
                "Upsert.table.items.parked.of_order", 1L,
                "Upsert.table.items.unparked.of_order", 2L));

    assertThat(snapshot.of("Upsert.parkedRows")).isEqualTo(3);
    assertThat(snapshot.of("Upsert.table.orders.parkedRows.of_customer")).isEqualTo(3);
    assertThat(snapshot.of("Upsert.table.items.parkedRows.of_order")).isZero();
    assertThat(snapshot.of("Upsert.parked")).isEqualTo(5);
  }
}
