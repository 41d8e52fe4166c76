package io.portage.upsert.write;

import io.portage.config.TableConfig;
import io.portage.config.TestConfigs;
import io.portage.jmh.Timed;
import io.portage.model.Change;
import io.portage.model.ChangeFixture;
import io.portage.target.RowBatch;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.postgres.fitting.TestColumns;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/** Converts a batch of changes to arrays, column by column; the score is per change. */
public class ColumnLayoutBenchmark extends Timed {
  private static final int BATCH = 500;

  private final List<Change> changes = ChangeFixture.changes(BATCH, BATCH);
  private final TablePlan plan = new TablePlan(config(), table(), "tombstones", "moved");

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public RowBatch rows() {
    return plan.layout(plan.group(changes.get(0))).rows(changes);
  }

  private static TableConfig config() {
    return TestConfigs.table(
        "users_cdc",
        "users_enriched",
        List.of("user_id"),
        TableConfig.DeleteMode.SOFT,
        TableConfig.BeforeImage.WHOLE,
        null,
        TableConfig.VersionOrder.POSITION,
        List.of(),
        TableConfig.TruncatePolicy.DEAD_LETTER,
        null,
        new TableConfig.MetadataColumns("portage_version", "is_deleted", "updated_at", null, null));
  }

  private static TargetTable table() {
    return TargetTable.of(
        "users_enriched",
        List.of(
            column("user_id", "int8"),
            column("name", "text"),
            column("email", "text"),
            column("country_code", "text"),
            column("portage_version", "numeric"),
            column("is_deleted", "bool"),
            column("updated_at", "timestamptz")),
        List.of("user_id"));
  }

  private static TargetColumn column(String name, String type) {
    return TestColumns.column(name, type, 0, 0, true, false, false);
  }
}
