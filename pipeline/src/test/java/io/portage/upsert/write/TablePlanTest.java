package io.portage.upsert.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.portage.config.TableConfig;
import io.portage.config.TableConfig.DeleteMode;
import io.portage.config.TestConfigs;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The column sets that a plan remembers. */
final class TablePlanTest {
  private static final int COLUMNS = 17;

  @Test
  void remembersABoundedNumberOfSetsOfColumns() {
    TablePlan plan = new TablePlan(config(), table(), "tombstones", "moved");
    UpsertData given = new UpsertData("docs");
    for (int subset = 0; subset < 100_000; subset++) {
      List<Object> columns = new ArrayList<>();
      for (int bit = 0; bit < COLUMNS; bit++) {
        if (((subset >> bit) & 1) == 1) {
          columns.add("c" + bit);
          columns.add(null);
        }
      }
      plan.layout(plan.group(given.partial(1L, 1, columns.toArray())));
    }

    assertThat(plan.remembered()).isBetween(1, 1_000);
  }

  private static TableConfig config() {
    return TestConfigs.table(
        "topic",
        "docs",
        List.of("id"),
        DeleteMode.SOFT,
        TableConfig.BeforeImage.KEY,
        null,
        TableConfig.VersionOrder.POSITION,
        List.of(),
        TableConfig.TruncatePolicy.DEAD_LETTER,
        null,
        new TableConfig.MetadataColumns("v", "gone", null, null, null));
  }

  private static TargetTable table() {
    List<TargetColumn> columns = new ArrayList<>();
    columns.add(column("id", "int8"));
    columns.add(column("v", "numeric"));
    columns.add(column("gone", "bool"));
    for (int i = 0; i < COLUMNS; i++) {
      columns.add(column("c" + i, "text"));
    }
    return TargetTable.of("docs", columns, List.of("id"));
  }

  private static TargetColumn column(String name, String type) {
    return TestColumns.column(name, type, -1, -1, true, false, false, false, List.of());
  }
}
