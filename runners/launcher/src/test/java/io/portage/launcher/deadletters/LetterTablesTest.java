package io.portage.launcher.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.ChangePart;
import io.portage.model.Coordinates;
import io.portage.model.DeadLetter.FailureCause;
import io.portage.model.Reason;
import io.portage.model.Stage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LetterTablesTest {
  private final LetterTables tables = SummaryFixtures.tables();

  @Test
  void aLetterOfARecordHasTheOnlyTableOfItsTopic() {
    assertThat(tables.tableOf(letter("s.shop.items", null, Reason.MALFORMED))).isEqualTo("items");
    assertThat(tables.tableOf(letter("s.shop.orders", null, Reason.MALFORMED))).isNull();
    assertThat(tables.tableOf(letter("s.shop.orders", "totals", Reason.CONSTRAINT)))
        .isEqualTo("totals");
    assertThat(tables.tableOf(letter("another", null, Reason.MALFORMED))).isNull();
  }

  @Test
  void aRecordOfATableThatIsNotMappedHasNone() {
    assertThat(tables.tableOf(letter("s.shop.items", null, Reason.UNKNOWN_TABLE))).isNull();
  }

  @Test
  void aLetterIsSelectedByItsTargetTableSourceTableOrTopic() {
    DeadLetterSummary record = letter("s.shop.orders", null, Reason.MALFORMED);
    assertThat(tables.belongs(record, "orders")).isTrue();
    assertThat(tables.belongs(record, "totals")).isTrue();
    assertThat(tables.belongs(record, "shop.orders")).isTrue();
    assertThat(tables.belongs(record, "s.shop.orders")).isTrue();
    assertThat(tables.belongs(record, "items")).isFalse();

    DeadLetterSummary change = letter("s.shop.orders", "totals", Reason.CONSTRAINT);
    assertThat(tables.belongs(change, "totals")).isTrue();
    assertThat(tables.belongs(change, "orders")).isFalse();
  }

  private static DeadLetterSummary letter(String topic, @Nullable String table, Reason reason) {
    return new DeadLetterSummary(
        new Coordinates(topic, 0, 1),
        ChangePart.WHOLE,
        table,
        table == null ? Stage.DECODE : Stage.UPSERT,
        FailureCause.of(reason, "why it failed"),
        1,
        SummaryFixtures.AT,
        SummaryFixtures.AT,
        null);
  }
}
