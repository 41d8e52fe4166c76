package io.portage.latest;

import static io.portage.latest.ChangeHistories.upsert;
import static org.assertj.core.api.Assertions.assertThat;

import io.portage.model.Change;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartitionTablesTest {
  private final PartitionTables tables = new PartitionTables();

  @Test
  void returnsAllTablesOfAPartitionOnce() {
    tables.add(List.of(change("a", "t", 0), change("b", "t", 0)));
    tables.add(List.of(change("c", "t", 1), change("c", "t", 1)));
    tables.add(List.of(change("d", "u", 0)));
    tables.add(List.of(change("a", "t", 0)));

    List<Change> last = List.of(change("a", "t", 0));
    assertThat(tables.remove(last)).containsExactly("a", "b");
    tables.add(last);
    assertThat(tables.remove(last)).containsExactly("a");
    assertThat(tables.remove(List.of(change("c", "t", 1)))).containsExactly("c");
  }

  @Test
  void knowsNoPartitionWithoutChanges() {
    tables.add(List.of(change("a", "t", 0)));

    assertThat(tables.remove(List.of())).isNull();
  }

  private static Change change(String table, String topic, int partition) {
    Change change =
        upsert(1, 1, "x")
            .withOrigins(
                OffsetRanges.of(new OffsetRange(topic, partition, 0, 1, ChangePart.WHOLE)), 1);
    return new Change(
        table,
        change.op(),
        change.key(),
        change.row(),
        change.lineage(),
        change.provenance(),
        change.movedTo());
  }
}
