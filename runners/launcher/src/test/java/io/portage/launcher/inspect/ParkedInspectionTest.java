package io.portage.launcher.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.launcher.status.MetricsSource.MetricsSnapshot;
import io.portage.target.ForeignKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParkedInspectionTest {
  private static final List<ForeignKey> KEYS =
      List.of(
          new ForeignKey(
              "orders",
              "of-customer",
              List.of("country", "customer"),
              "customers",
              List.of("c", "id")),
          new ForeignKey("items", "of_order", List.of("order_id"), "orders", List.of("id")));

  @Test
  void namesTheTableOfTheMissingRow() {
    ParkedInspection.ParkedKeys parked =
        ParkedInspection.describe("orders", "of_customer", 2, KEYS);

    assertThat(parked.constraint()).isEqualTo("of-customer");
    assertThat(parked.parent()).isEqualTo("customers");
    assertThat(parked.text())
        .isEqualTo(
            "2 keys wait for a row of customers (country, customer → c, id), foreign key"
                + " of-customer");
  }

  @Test
  void namesTheTableWhoseRowsStillRefer() {
    assertThat(ParkedInspection.describe("orders", "of_order", 1, KEYS).text())
        .isEqualTo("1 key waits until no row of items refers to it, foreign key of_order");
  }

  @Test
  void namesAConstraintThatIsNoForeignKeyOfTheTable() {
    ParkedInspection.ParkedKeys parked =
        ParkedInspection.describe("customers", "of_order", 1, KEYS);

    assertThat(parked.parent()).isNull();
    assertThat(parked.text()).isEqualTo("1 key waits for another row, of_order");
    assertThat(ParkedInspection.describe("orders", "ROW_MISSING", 1, KEYS).text())
        .isEqualTo("1 key waits for the row that a partial change completes");
  }

  @Test
  void readsTheParkedKeysOfOneTable() {
    MetricsSnapshot live =
        new MetricsSnapshot(
            "Flink",
            Map.of(
                "Upsert.table.orders.parkedRows.a", 3L,
                "Upsert.table.orders.parkedRows.b", 0L,
                "Upsert.table.orders_old.parkedRows.a", 1L,
                "Upsert.parkedRows.23503", 4L,
                "Upsert.parkedRows", 4L));

    assertThat(ParkedInspection.of(live, "orders")).isEqualTo(Map.of("a", 3L));
  }

  @Test
  void aGaugeOfAnAttemptThatHasEndedCountsNoKeys() {
    MetricsSnapshot live =
        new MetricsSnapshot(
            "Flink", Map.of("Upsert.table.orders.parkedRows.a", 1L, "Upsert.parkedRows", 0L));

    assertThat(ParkedInspection.of(live, "orders")).isEmpty();
  }
}
