package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.TableConfig.Deletes;
import io.portage.config.TableConfig.Truncate;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks whether the user may make and use the table that keeps the versions of deleted rows. */
final class TombstoneTableChecks {
  private static final List<String> NEEDED = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private TombstoneTableChecks() {}

  /**
   * Whether deletes of this table can leave such versions.
   *
   * @param metadata the target columns that the job fills by itself
   */
  static boolean needed(TableConfig config, TargetTable table, Set<String> metadata) {
    Set<String> filled = new HashSet<>(metadata);
    filled.addAll(table.primaryKey());
    return config.deletes() == Deletes.HARD
        || config.truncate() == Truncate.APPLY
        || config.where() != null
        || table.columns().values().stream()
            .anyMatch(column -> isRequired(column) && !filled.contains(column.name()));
  }

  private static boolean isRequired(TargetColumn column) {
    return !column.nullable() && !column.hasDefault() && !column.generated();
  }

  static List<Check> run(Connection connection, PortageConfig config) throws SQLException {
    String table = config.target().tombstones();
    String subject = "table " + table;
    if (!Privileges.exists(connection, table)) {
      Privileges.Creation creation = Privileges.creation(connection, table);
      String schema = creation.schema();
      if (creation.allowed()) {
        return List.of(Check.ok(subject, "will be created, for the versions of deleted rows"));
      }
      return List.of(
          Check.failed(
              subject,
              "keeps the versions of deleted rows, does not exist, and the user may not create it"
                  + (schema == null
                      ? ": the search path leads to no schema"
                      : "; GRANT CREATE ON SCHEMA " + Names.quoted(schema) + " to it")
                  + ", or name another one with target.tombstones"));
    }
    List<Check> failed = new ArrayList<>();
    for (String privilege : NEEDED) {
      if (!Privileges.has(connection, table, privilege)) {
        failed.add(
            Check.failed(
                subject, "keeps the versions of deleted rows; the user lacks " + privilege));
      }
    }
    return failed.isEmpty()
        ? List.of(Check.ok(subject, "keeps the versions of deleted rows"))
        : failed;
  }
}
