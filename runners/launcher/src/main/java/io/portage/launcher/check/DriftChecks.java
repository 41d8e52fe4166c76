package io.portage.launcher.check;

import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.target.Dialect;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import io.portage.target.TypeFamily;
import java.util.List;

/** Checks that a table can follow changes of the source's columns as it is configured. */
final class DriftChecks {
  private DriftChecks() {}

  static void run(TableConfig config, TargetTable table, Dialect dialect, List<String> problems) {
    String json = config.unknownColumns().jsonColumn();
    if (json != null) {
      TargetColumn column = table.column(json);
      if (column == null) {
        problems.add("column " + json + " of unknownColumns: json does not exist");
      } else if (column.generated() || !takesJson(column)) {
        problems.add(
            "column "
                + json
                + " of unknownColumns: json is "
                + (column.generated() ? "generated" : column.type())
                + ", it must take JSON or text");
      }
    }
    if (config.unknownColumns().policy() == UnknownColumnPolicy.ADD
        && dialect.definitions().isEmpty()) {
      problems.add("unknownColumns: add is not supported for " + dialect.name());
    }
  }

  private static boolean takesJson(TargetColumn column) {
    return column.family() == TypeFamily.JSON || column.family() == TypeFamily.TEXT;
  }
}
