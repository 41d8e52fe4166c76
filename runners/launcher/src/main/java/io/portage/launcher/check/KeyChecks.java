package io.portage.launcher.check;

import io.portage.target.TargetChecks;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.fitting.ColumnFitter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds key columns whose values the database compares by a rule that the job does not apply: two
 * forms of one value are then two keys for the job, but one row in the table.
 */
final class KeyChecks {
  private KeyChecks() {}

  /** Returns a warning per column. */
  static List<CheckResult> run(Connection connection, TargetTable table, TargetChecks checks)
      throws SQLException {
    List<CheckResult> found = new ArrayList<>();
    checks.ambiguousKeys(connection, table).forEach(key -> found.add(warning(table, key)));
    for (String name : table.primaryKey()) {
      TargetColumn column = table.column(name);
      if (column != null && !ColumnFitter.of(column).knowsEqualKeys()) {
        found.add(
            warning(
                table,
                new TargetChecks.AmbiguousKey(
                    name,
                    "is of the type "
                        + column.type()
                        + ", whose values can be equal in several forms",
                    "choose another key")));
      }
    }
    return found;
  }

  private static CheckResult warning(TargetTable table, TargetChecks.AmbiguousKey key) {
    return CheckResult.warning(
        "table " + table.name(),
        "the key's column "
            + key.column()
            + " "
            + key.cause()
            + ": two forms of a value can be one key for the database, but are two keys for the"
            + " job. If the source writes the key of one row in two forms, the order of its changes"
            + " is not kept: a deleted row can come back, and an older change can stay. Have the"
            + " source write one form, or "
            + key.remedy());
  }
}
